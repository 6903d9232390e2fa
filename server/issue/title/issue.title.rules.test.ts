import { expect, test } from 'vitest';
import { Refusal } from '../../kernel/errors.ts';
import { readTitle, titleIn } from './issue.title.rules.ts';

const pothole = { name: 'Schlagloch', variants: [{ locale: 'en', name: 'Pothole' }] };
const at = (address: string | null, title: string | null = null) => ({ address, title, seenBy: 'reporter' as const });

test.each([
  ['Vogtsgasse 3', 'de', 'Schlagloch, Vogtsgasse 3'],
  ['Vogtsgasse 3', 'en', 'Pothole, Vogtsgasse 3'],
  ['Vogtsgasse 3', 'de-x-leicht', 'Schlagloch, Vogtsgasse 3'],
  [null, 'de', 'Schlagloch'],
  [' ', 'en', 'Pothole'],
  ['Schlagloch', 'de', 'Schlagloch'],
  ['schlagloch am Rathaus', 'de', 'schlagloch am Rathaus'],
  ['Schlaglochgasse 1', 'de', 'Schlagloch, Schlaglochgasse 1'],
])('%s for %s reads %s', (address, locale, title) => {
  expect(titleIn(at(address), pothole, locale)).toBe(title);
});

test('category and place are each named once, and the words of staff come first', () => {
  expect(titleIn(at('Spielplatz in Scheuren'), { name: 'Spielplatz' }, 'de')).toBe('Spielplatz in Scheuren');
  expect(titleIn(at('Spielplatz'), { name: 'Spielplatz und Park' }, 'de')).toBe('Spielplatz und Park');
  expect(titleIn(at('Vogtsgasse 3', 'Loch vor der Schule'), pothole, 'en')).toBe('Loch vor der Schule');
});

test('the public reads no telephone number that somebody wrote into the place', () => {
  const issue = { address: 'Vogtsgasse 3, 02224 123456', title: null };
  expect(titleIn({ ...issue, seenBy: 'public' }, pothole, 'de')).toBe('Schlagloch, Vogtsgasse 3, […]');
  expect(titleIn({ ...issue, seenBy: null }, pothole, 'de')).not.toContain('123456');
  expect(titleIn({ ...issue, seenBy: 'staff' }, pothole, 'de')).toContain('123456');
});

test('a title has 3 to 120 characters on one line; an empty one removes it', () => {
  expect([readTitle(null), readTitle('  '), readTitle(' Loch ')]).toEqual([null, null, 'Loch']);
  for (const bad of ['ab', 'x'.repeat(121), 'zwei\nZeilen']) expect(() => readTitle(bad)).toThrow(Refusal);
});
