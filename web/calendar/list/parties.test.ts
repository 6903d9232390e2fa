import { expect, it } from 'vitest';
import { partOf, peopleIn, withName } from './parties.ts';

it('a YES without a seat waits', () => {
  expect(partOf({ answer: 'YES', waitingSince: null })).toBe('COMING');
  expect(partOf({ answer: 'YES', waitingSince: '2026-11-28T08:00Z' })).toBe('WAITING');
  expect(partOf({ answer: 'MAYBE', waitingSince: null })).toBe('MAYBE');
});

it('companions count as people', () => {
  expect(peopleIn([{ companions: 0 }, { companions: 3 }])).toBe(5);
});

it('all typed words must be part of the name', () => {
  const rows = [{ name: 'Anna Weber' }, { name: 'Karl Weber' }, { name: null }];
  expect(withName(rows, 'web KARL')).toEqual([{ name: 'Karl Weber' }]);
  expect(withName(rows, '')).toHaveLength(3);
});
