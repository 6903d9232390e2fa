import { expect, test } from 'vitest';
import { freeSeats, overlaps, partiesThatFit, seatsOf, settleAnswer } from './calendar.seats.rules.ts';

const yes = (companions: number, isWaiting = false) => ({ answer: 'YES' as const, companions, isWaiting });
const no = { answer: 'NO' as const, companions: 0, isWaiting: false };
const maybe = { answer: 'MAYBE' as const, companions: 2, isWaiting: false };
const slot = (capacity: number | null, taken: number) => ({ capacity, taken });

test.each([
  ['the last seats', slot(10, 7), null, yes(2), { isWaiting: false, takes: 3 }],
  ['one seat too few for the whole party', slot(10, 8), null, yes(2), { isWaiting: true, takes: 0 }],
  ['unlimited', slot(null, 900), null, yes(9), { isWaiting: false, takes: 10 }],
  ['MAYBE of a full slot', slot(5, 5), null, maybe, { isWaiting: false, takes: 0 }],
  ['NO of a full slot', slot(5, 5), null, no, { isWaiting: false, takes: 0 }],
  ['YES becomes NO and frees all', slot(5, 5), yes(1), no, { isWaiting: false, takes: -2 }],
  ['YES becomes MAYBE and frees all', slot(5, 5), yes(1), maybe, { isWaiting: false, takes: -2 }],
  ['MAYBE becomes YES and waits', slot(5, 5), maybe, yes(0), { isWaiting: true, takes: 0 }],
  ['the same answer again', slot(5, 5), yes(1), yes(1), { isWaiting: false, takes: 0 }],
  ['fewer companions', slot(5, 5), yes(3), yes(1), { isWaiting: false, takes: -2 }],
  ['more companions than free seats', slot(5, 4), yes(0), yes(2), 'NOT_ENOUGH_SEATS'],
  ['as many companions as free seats', slot(5, 4), yes(0), yes(1), { isWaiting: false, takes: 1 }],
  ['who waits waits again', slot(5, 5), yes(1, true), yes(3), { isWaiting: true, takes: 0 }],
  ['who waits becomes small enough', slot(5, 4), yes(1, true), yes(0), { isWaiting: false, takes: 1 }],
  ['who waits no longer comes', slot(5, 5), yes(1, true), no, { isWaiting: false, takes: 0 }],
  ['a lowered capacity takes no seat', slot(2, 5), yes(3), yes(2), { isWaiting: false, takes: -1 }],
  ['a lowered capacity gives no seat', slot(2, 5), null, yes(0), { isWaiting: true, takes: 0 }],
] as const)('%s', (_name, seats, before, wish, expected) => {
  expect(settleAnswer(seats, before, wish)).toEqual(expected);
});

test('seats are held by YES that does not wait, and only by it', () => {
  expect([yes(4), yes(4, true), no, maybe, null].map(seatsOf)).toEqual([5, 0, 0, 0, 0]);
  expect([freeSeats(slot(3, 5)), freeSeats(slot(null, 5))]).toEqual([-2, Infinity]);
});

const waiting = [3, 0, 1, 0, 2].map((companions, n) => ({ id: String(n), companions }));
test.each([
  [0, []],
  [-3, []],
  [1, ['1']],
  [2, ['1', '3']],
  [3, ['1', '2']],
  [4, ['0']],
  [5, ['0', '1']],
  [8, ['0', '1', '2', '3']],
  [Infinity, ['0', '1', '2', '3', '4']],
])('%d free seats', (free, expected) => {
  expect(partiesThatFit(free, waiting).map(({ id }) => id)).toEqual(expected);
});

test('shifts that only touch do not overlap', () => {
  const span = (from: number, to: number) => ({ startsAt: new Date(from), endsAt: new Date(to) });
  expect(overlaps(span(0, 10), span(10, 20))).toBe(false);
  expect(overlaps(span(0, 11), span(10, 20))).toBe(true);
});
