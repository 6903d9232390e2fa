import { expect, it } from 'vitest';
import { plainShare } from './plainShare.ts';

it.each([
  [0, 'none', 0],
  [1 / 500, 'few', 1],
  [0.3, 'less', 3],
  [0.449, 'less', 4],
  [0.46, 'bitLess', 5],
  [0.5, 'half', 5],
  [0.51, 'bitMore', 5],
  [0.55, 'more', 6],
  [2 / 3, 'more', 7],
  [0.949, 'more', 9],
  [0.99, 'most', 9],
  [1, 'all', 10],
] as const)('%d is said as "%s" and drawn as %i of ten', (share, words, tenths) => {
  expect(plainShare(share)).toMatchObject({ words, tenths });
});

it('says "exactly" only of what is', () => {
  expect([0, 0.3, 0.5, 1].map((share) => plainShare(share).isExact)).toEqual([true, true, true, true]);
  expect([0.31, 0.04, 0.96].map((share) => plainShare(share).isExact)).toEqual([false, false, false]);
});

it('the picture never contradicts the words, whoever voted', () => {
  for (let all = 1; all <= 60; all++)
    for (let votes = 0; votes <= all; votes++) {
      const { words, tenths } = plainShare(votes / all);
      if (votes * 2 > all) expect(tenths).toBeGreaterThanOrEqual(5);
      if (votes * 2 < all) expect(tenths).toBeLessThanOrEqual(5);
      expect(tenths === 0).toBe(votes === 0);
      expect(tenths === 10).toBe(votes === all);
      expect(words === 'half').toBe(votes * 2 === all);
    }
});
