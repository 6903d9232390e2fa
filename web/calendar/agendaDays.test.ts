import { expect, it } from 'vitest';
import { agendaDays, startingFirst } from './agendaDays.ts';
import { stateOf } from './dateState.ts';
import { shiftDay, shiftMonth, weekdayOf, weeksOf } from './days.ts';

const date = (id: string, startsAt: string) => ({ id, startsAt, endsAt: startsAt, event: { isAllDay: false } });
const dayKey = (moment: string) => moment.slice(0, 10);

it('dates stand below their day, and those under way below today', () => {
  const entries = [
    date('fair', '2026-11-28T08:00'),
    date('market', '2026-11-30T14:00'),
    date('choir', '2026-12-02T19:00'),
  ];
  const days = agendaDays(entries, '2026-11-30', dayKey);
  expect(days.map(({ day, entries: found }) => [day, found.map(({ id }) => id)])).toEqual([
    ['2026-11-30', ['fair', 'market']],
    ['2026-12-02', ['choir']],
  ]);
});

it('dates that are under way stand after those that are still to start', () => {
  const entries = [
    date('museum', '2026-11-01T08:00'),
    date('fair', '2026-11-28T08:00'),
    date('market', '2026-11-30T14:00'),
    date('choir', '2026-12-02T19:00'),
  ];
  const ordered = startingFirst(entries, ({ startsAt }) => startsAt < '2026-11-30');
  expect(ordered.map(({ id }) => id)).toEqual(['market', 'choir', 'museum', 'fair']);
});

it('a date of a cancelled event is cancelled, and a moved one says so', () => {
  const published = { state: 'PUBLISHED' as const };
  expect(stateOf({ state: 'PLANNED', event: { state: 'CANCELLED' } })).toBe('CANCELLED');
  expect(stateOf({ state: 'CANCELLED', movedFrom: '2026-11-28T08:00Z', event: published })).toBe('CANCELLED');
  expect(stateOf({ state: 'CHANGED', movedFrom: '2026-11-28T08:00Z', event: published })).toBe('MOVED');
  expect(stateOf({ state: 'CHANGED', movedFrom: null, event: published })).toBe('CHANGED');
  expect(stateOf({ state: 'PLANNED', event: published })).toBe('PLANNED');
});

it('a month has whole weeks from Monday to Sunday', () => {
  const weeks = weeksOf('2026-11');
  expect(weeks).toHaveLength(6);
  expect(weeks[0]?.[0]).toBe('2026-10-26');
  expect(weeks.at(-1)?.at(-1)).toBe('2026-12-06');
  expect(weeks.every((week) => week.length === 7 && weekdayOf(week[0] ?? '') === 0)).toBe(true);
  expect(weeksOf('2027-02')).toHaveLength(4);
});

it('days and months are counted over the end of a year and over daylight saving time', () => {
  expect(shiftDay('2026-12-31', 1)).toBe('2027-01-01');
  expect(shiftDay('2026-03-28', 2)).toBe('2026-03-30');
  expect(shiftMonth('2026-12', 1)).toBe('2027-01');
  expect(shiftMonth('2026-01', -1)).toBe('2025-12');
});
