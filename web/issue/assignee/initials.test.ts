import { expect, it } from 'vitest';
import { initialsOf } from './initials.ts';

it('takes the first letters of the first and the last word, without salutations', () => {
  const names = ['Kim Weber', 'Frau Nolden', 'Herr Dr. Otto Klein', 'Leitung Bauamt', 'Bauhof', 'änne öller', 'Frau'];
  expect(names.map(initialsOf)).toEqual(['KW', 'N', 'OK', 'LB', 'B', 'ÄÖ', 'F']);
});

it('is empty where there is no letter', () => {
  for (const name of [null, undefined, '', ' – ', '24/7']) expect(initialsOf(name)).toBe('');
});
