import type { EventDatesInput, Frequency, PlannedSlotInput, RecurrenceInput, Weekday } from '../../gql/graphql.ts';
import type { FilesText, VariantText } from '../../post/postText.ts';
import { isoOf } from '../../shared/localTime.ts';
import { shiftDay, weekdayOf } from '../days.ts';
import { weekdays } from '../rule/useRuleSentence.ts';

/** Shift of helpers in the form; times in local time, "09:00". */
export interface ShiftDraft {
  title: string;
  from: string;
  to: string;
  /** Number of seats; empty: unlimited. */
  seats: string;
}

/** Content of the form of an event. Days are "2026-11-28" and times "19:30", in the time zone of the town. */
export interface EventDraft extends FilesText {
  title: string;
  /** Text in Markdown. */
  body: string;
  variants: VariantText[];
  groupIds: string[];
  isAllDay: boolean;
  day: string;
  /** Last day of an event of several days; empty: one day. */
  lastDay: string;
  from: string;
  to: string;
  place: string;
  point: { lat: number; lon: number } | null;
  onlineUrl: string;
  repeats: Frequency | 'NEVER';
  interval: number;
  weekdays: Weekday[];
  /** How a month names the day: its number, the n-th weekday, or the last weekday. */
  dayBy: 'DAY' | 'NTH' | 'LAST';
  ending: 'UNTIL' | 'COUNT';
  until: string;
  count: number;
  takesAnswers: boolean;
  /** Number of seats; empty: unlimited. */
  seats: string;
  maxCompanions: number;
  /** Local time up to which answers are accepted; empty: up to the start. */
  answersUntil: string;
  shifts: ShiftDraft[];
}

/** First and last moment of the first date; null: a day or a time is missing. An end before the start is on the next day. */
export function spanOf(draft: EventDraft, timeZone: string): { startsAt: string; endsAt: string } | null {
  const { day, lastDay, from, to, isAllDay } = draft;
  if (!day) return null;
  const last = lastDay || (isAllDay || to > from ? day : shiftDay(day, 1));
  const startsAt = isoOf(isAllDay ? `${day}T00:00` : `${day}T${from}`, timeZone);
  const endsAt = isoOf(isAllDay ? `${shiftDay(last, 1)}T00:00` : `${last}T${to}`, timeZone);
  return startsAt && endsAt ? { startsAt, endsAt } : null;
}

/** Which weekday of its month a day is: the first, second … fifth, and whether it is the last one. */
export function placeInMonth(day: string): { nth: number; isLast: boolean; weekday: Weekday } {
  const isLast = shiftDay(day, 7).slice(0, 7) !== day.slice(0, 7);
  return { nth: Math.ceil(Number(day.slice(8)) / 7), isLast, weekday: weekdays[weekdayOf(day)] ?? 'MONDAY' };
}

/** Rule of the series; null: a single date. */
export function recurrenceOf(draft: EventDraft): RecurrenceInput | null {
  const { repeats, interval, dayBy, ending, until, count, day } = draft;
  if (repeats === 'NEVER' || !day) return null;
  const end = ending === 'UNTIL' ? { until: until || null } : { count };
  const start = { frequency: repeats, interval, ...end };
  if (repeats === 'DAILY') return start;
  const { nth, weekday } = placeInMonth(day);
  if (repeats === 'WEEKLY') {
    return { ...start, weekdays: weekdays.filter((one) => one === weekday || draft.weekdays.includes(one)) };
  }
  if (dayBy === 'DAY') return { ...start, dayOfMonth: Number(day.slice(8)) };
  return { ...start, nthWeekday: { nth: dayBy === 'LAST' ? -1 : nth, weekday } };
}

/** The first date and the rule as the server takes them; null: a day or a time is missing. */
export function datesOf(draft: EventDraft, timeZone: string): EventDatesInput | null {
  const span = spanOf(draft, timeZone);
  return span && { ...span, isAllDay: draft.isAllDay, timeZone, recurrence: recurrenceOf(draft) };
}

/** Slots of each date. */
export function slotsOf(draft: EventDraft, timeZone: string): PlannedSlotInput[] {
  if (!draft.takesAnswers) return [];
  const at = (time: string, after = '') => {
    if (!time) return null;
    return isoOf(`${after && time <= after ? shiftDay(draft.day, 1) : draft.day}T${time}`, timeZone);
  };
  const shifts = draft.shifts.map(({ title, from, to, seats }) => ({
    kind: 'SHIFT' as const,
    title,
    capacity: seatsIn(seats),
    startsAt: at(from),
    endsAt: at(to, from),
  }));
  return [{ kind: 'ATTENDANCE', capacity: seatsIn(draft.seats) }, ...shifts];
}

/** Number of seats of a field; null: unlimited. */
export function seatsIn(text: string | number): number | null {
  return String(text).trim() === '' ? null : Number(text);
}
