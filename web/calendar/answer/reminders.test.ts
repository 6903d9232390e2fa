import { expect, it } from 'vitest';
import { remindersAhead, slotStart } from './reminders.ts';

const ahead = (startsAt: string, now: string, timeZone = 'Europe/Berlin') =>
  remindersAhead({ startsAt, timeZone }, Date.parse(now));

it('a reminder is offered until its moment', () => {
  const start = '2026-11-28T14:00:00Z';
  expect(ahead(start, '2026-11-27T13:59:59Z')).toEqual(['DAY_BEFORE', 'TWO_HOURS_BEFORE']);
  expect(ahead(start, '2026-11-27T14:00:00Z')).toEqual(['TWO_HOURS_BEFORE']);
  expect(ahead(start, '2026-11-28T11:59:59Z')).toEqual(['TWO_HOURS_BEFORE']);
  expect(ahead(start, '2026-11-28T12:00:00Z')).toEqual([]);
});

it('a day before is the same time on the clock of the event, also when the clocks change', () => {
  // 29 March 2026 has 23 hours in Berlin, 25 October 25: 18:00 on the day before is 17:00Z and 16:00Z.
  const spring = '2026-03-29T16:00:00Z';
  expect(ahead(spring, '2026-03-28T16:59:00Z')).toContain('DAY_BEFORE');
  expect(ahead(spring, '2026-03-28T17:00:00Z')).not.toContain('DAY_BEFORE');
  const autumn = '2026-10-25T17:00:00Z';
  expect(ahead(autumn, '2026-10-24T15:59:00Z')).toContain('DAY_BEFORE');
  expect(ahead(autumn, '2026-10-24T16:00:00Z')).not.toContain('DAY_BEFORE');
  // In New York no clock changes on that day.
  expect(ahead(spring, '2026-03-28T16:00:00Z', 'America/New_York')).not.toContain('DAY_BEFORE');
  expect(ahead(spring, '2026-03-28T15:59:00Z', 'America/New_York')).toContain('DAY_BEFORE');
});

it('a shift starts at its own time, attendance with the date', () => {
  const date = { startsAt: '2026-11-28T14:00:00Z', event: { timeZone: 'Europe/Berlin' } };
  expect(slotStart({ startsAt: null }, date)).toEqual({ startsAt: date.startsAt, timeZone: 'Europe/Berlin' });
  expect(slotStart({ startsAt: '2026-11-28T10:00:00Z' }, date).startsAt).toBe('2026-11-28T10:00:00Z');
});
