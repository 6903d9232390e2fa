import { expect, it } from 'vitest';
import type { EventToEditFragment } from '../../gql/graphql.ts';
import { minutesBetween, shiftTime } from './clockTime.ts';
import { nextYear } from './copyDay.ts';
import { datesOf, placeInMonth, recurrenceOf, slotsOf, spanOf, type EventDraft } from './eventDraft.ts';
import { startOf, startOfCopy } from './eventStart.ts';

const zone = 'Europe/Berlin';
const now = Date.parse('2026-11-27T10:00Z');
const draft = (changes: Partial<EventDraft> = {}): EventDraft => ({
  ...startOf(null, '', zone, now),
  day: '2026-12-03',
  ...changes,
});

it('a new event is tomorrow evening', () => {
  const { day, from, to } = startOf(null, 'g', zone, now);
  expect([day, from, to]).toEqual(['2026-11-28', '19:00', '21:00']);
});

it('times are those of the town, and an end before the start is on the next day', () => {
  expect(spanOf(draft({ from: '19:30', to: '21:00' }), zone)).toEqual({
    startsAt: '2026-12-03T18:30:00.000Z',
    endsAt: '2026-12-03T20:00:00.000Z',
  });
  expect(spanOf(draft({ from: '22:00', to: '01:00' }), zone)?.endsAt).toBe('2026-12-04T00:00:00.000Z');
  expect(spanOf(draft({ day: '' }), zone)).toBeNull();
});

it('whole days end at the midnight after the last one, also when the clock changes', () => {
  expect(spanOf(draft({ isAllDay: true, day: '2027-03-27', lastDay: '2027-03-28' }), zone)).toEqual({
    startsAt: '2027-03-26T23:00:00.000Z',
    endsAt: '2027-03-28T22:00:00.000Z',
  });
});

it('a weekly series always contains the weekday of its first date', () => {
  const rule = recurrenceOf(draft({ repeats: 'WEEKLY', weekdays: ['TUESDAY'], ending: 'COUNT', count: 8 }));
  expect(rule).toEqual({ frequency: 'WEEKLY', interval: 1, weekdays: ['TUESDAY', 'THURSDAY'], count: 8 });
});

it('a month names the day by its number, as the n-th weekday or as the last one', () => {
  expect(placeInMonth('2026-12-31')).toEqual({ nth: 5, isLast: true, weekday: 'THURSDAY' });
  const monthly = (dayBy: EventDraft['dayBy']) =>
    recurrenceOf(draft({ repeats: 'MONTHLY', dayBy, until: '2027-06-30' }));
  expect(monthly('DAY')).toMatchObject({ dayOfMonth: 3, until: '2027-06-30' });
  expect(monthly('NTH')).toMatchObject({ nthWeekday: { nth: 1, weekday: 'THURSDAY' } });
  expect(monthly('LAST')).toMatchObject({ nthWeekday: { nth: -1, weekday: 'THURSDAY' } });
  expect(recurrenceOf(draft())).toBeNull();
});

it('slots are the date itself, then the shifts; without answers there are none', () => {
  const shifts = [{ title: 'Nachtschicht', from: '22:00', to: '02:00', seats: '6' }];
  expect(slotsOf(draft({ seats: '25', shifts }), zone)).toEqual([
    { kind: 'ATTENDANCE', capacity: 25 },
    {
      kind: 'SHIFT',
      title: 'Nachtschicht',
      capacity: 6,
      startsAt: '2026-12-03T21:00:00.000Z',
      endsAt: '2026-12-04T01:00:00.000Z',
    },
  ]);
  expect(slotsOf(draft({ takesAnswers: false, shifts }), zone)).toEqual([]);
  expect(slotsOf(draft(), zone)).toEqual([{ kind: 'ATTENDANCE', capacity: null }]);
});

it('a rule goes along with the first date', () => {
  expect(datesOf(draft({ repeats: 'DAILY', ending: 'COUNT', count: 3 }), zone)).toMatchObject({
    timeZone: zone,
    isAllDay: false,
    recurrence: { frequency: 'DAILY', count: 3 },
  });
});

it('the end of a time moves along over midnight', () => {
  expect(minutesBetween('19:00', '21:00')).toBe(120);
  expect(minutesBetween('23:00', '01:00')).toBe(120);
  expect(minutesBetween('', '01:00')).toBeNull();
  expect(shiftTime('23:00', 120)).toBe('01:00');
});

it('a copy is on the same weekday a year later; whole days and days of a month keep the date, the n-th weekday stays', () => {
  const once = { isAllDay: false, repeats: 'NEVER', dayBy: 'DAY' } as const;
  expect(nextYear('2026-06-13', once)).toBe('2027-06-12');
  expect(nextYear('2028-02-29', { ...once, isAllDay: true })).toBe('2029-02-28');
  expect(nextYear('2026-11-11', { ...once, repeats: 'YEARLY' })).toBe('2027-11-11');
  expect(nextYear('2025-06-01', { ...once, repeats: 'YEARLY', dayBy: 'NTH' })).toBe('2026-06-07');
  expect(nextYear('2026-05-31', { ...once, repeats: 'MONTHLY', dayBy: 'LAST' })).toBe('2027-05-30');
  expect(nextYear('2026-06-13', { ...once, repeats: 'WEEKLY' })).toBe('2027-06-12');
});

it('a copy of an event keeps texts, place, slots and rule, leaves out its files, and is not over', () => {
  const event = {
    id: 'e',
    title: 'Dorffest',
    body: 'Am **Anger**.',
    variants: [{ locale: 'en', title: 'Village fair', body: '', excerpt: '', html: '' }],
    groups: [{ id: 'g' }],
    place: 'Anger',
    point: null,
    onlineUrl: null,
    pictures: [{ id: 'p', alt: 'Der Anger', small: { url: '/p' } }],
    attachments: [{ id: 'a', title: 'Plakat', summary: 'Samstag ab 14 Uhr' }],
    startsAt: '2024-06-15T12:00:00Z',
    endsAt: '2024-06-15T22:00:00Z',
    isAllDay: false,
    recurrence: null,
    plannedSlots: [{ kind: 'SHIFT', title: 'Grill', startsAt: null, endsAt: null, capacity: 4 }],
    maxCompanions: 2,
    answersUntil: '2024-06-13T16:00:00Z',
  } as unknown as EventToEditFragment;
  const copy = startOfCopy(event, zone, Date.parse('2026-11-27T10:00Z'));
  expect(copy).toMatchObject({
    title: 'Dorffest',
    body: 'Am **Anger**.',
    variants: [{ locale: 'en', title: 'Village fair' }],
    groupIds: ['g'],
    place: 'Anger',
    pictures: [],
    attachments: [],
    day: '2027-06-12',
    from: '14:00',
    to: '00:00',
    lastDay: '2027-06-13',
    answersUntil: '2027-06-10T18:00',
    shifts: [{ title: 'Grill', seats: '4' }],
  });
  expect(startOf(event, '', zone, now).attachments).toEqual([
    { attachmentId: 'a', title: 'Plakat', summary: 'Samstag ab 14 Uhr' },
  ]);
});
