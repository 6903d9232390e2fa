import { expect, test } from 'vitest';
import { distanceBetween, mistakesIn, readSearch, spellingOf } from './municipality.search.rules.ts';

test.each([
  ['', '', 0],
  ['unkel', 'unkel', 0],
  ['ungel', 'unkel', 1],
  ['uknel', 'unkel', 1],
  ['unkl', 'unkel', 1],
  ['unkell', 'unkel', 1],
  ['erpel', 'unkel', 3],
  ['', 'abc', 3],
])('from %s to %s it is %d', (a, b, distance) => {
  expect(distanceBetween(a, b)).toBe(distance);
  expect(distanceBetween(b, a)).toBe(distance);
});

test('typing mistakes are forgiven by the length of what was typed', () => {
  expect(mistakesIn('Ungel', 'Unkel')).toBe(1);
  expect(mistakesIn('Koenigswinter', 'Königswinter')).toBe(0);
  expect(mistakesIn('Rheinbreitbah', 'Rheinbreitbach')).toBe(1);
  expect(mistakesIn('Lins', 'Linz am Rhein')).toBe(1);
  expect(mistakesIn('st augustin', 'Sankt Augustin')).toBe(0);
  expect(mistakesIn('Erpel', 'Unkel')).toBeUndefined();
  expect(mistakesIn('xy', 'Xanten')).toBeUndefined();
});

test('spellings and searches of any length and with any characters are read', () => {
  expect(spellingOf('Vettelschoß')).toBe('vettelschoss');
  expect(readSearch(`  Un\0kel\n${'x'.repeat(5000)}`)).toHaveLength(100);
  expect(readSearch(null)).toBe('');
  expect(mistakesIn('%'.repeat(100), 'Unkel')).toBeUndefined();
});
