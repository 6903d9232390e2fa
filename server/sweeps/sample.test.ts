import { expect, test } from 'vitest';
import { chooseRows, partsOf } from './sample.ts';

const rows = Array.from({ length: 100 }, (_, n) => `row ${n}`);
const nameOf = (row: string): string => row;
const choose = (of: readonly string[], seed: number): readonly string[] => chooseRows(of, nameOf, { seed });

test('a seed chooses an eighth, rounded up, in the order of the rows, and always the same', () => {
  const chosen = choose(rows, 1);
  expect(chosen).toHaveLength(13);
  expect(chosen).toEqual(rows.filter((row) => chosen.includes(row)));
  expect(choose(rows, 1)).toEqual(chosen);
  expect(choose(rows, 2)).not.toEqual(chosen);
  expect(choose(rows.slice(0, 3), 1)).toHaveLength(1);
});

test('a new row displaces at most one row of a sample', () => {
  for (let seed = 0; seed < 50; seed += 1) {
    const more = choose(['new', ...rows], seed);
    expect(choose(rows, seed).filter((row) => !more.includes(row)).length).toBeLessThan(2);
  }
});

test('every row is chosen by some seed', () => {
  const seeds = Array.from({ length: 100 }, (_, seed) => seed);
  expect(new Set(seeds.flatMap((seed) => choose(rows, seed)))).toEqual(new Set(rows));
});

test('all rows, or those that contain a text; a text that none contains is an error', () => {
  expect(chooseRows(rows, nameOf, 'all')).toEqual(rows);
  expect(chooseRows(rows, nameOf, { containing: 'ROW 9' })).toEqual(['row 9', ...rows.slice(90)]);
  expect(() => chooseRows(rows, nameOf, { containing: 'column' })).toThrow('no row for {"containing":"column"}');
});

test('parts hold each row once, in order', () => {
  const parts = partsOf(rows, 40);
  expect(parts.map((part) => part.length)).toEqual([40, 40, 20]);
  expect(parts.flat()).toEqual(rows);
});
