import { shiftDay, weekdayOf } from '../days.ts';
import { placeInMonth, type EventDraft } from './eventDraft.ts';

/**
 * Day "2026-06-13" of an event a year later: events of whole days and rules of a day of the month keep the date, rules of a weekday of the
 * month keep that, and all others keep the weekday, 52 weeks later.
 */
export function nextYear(
  day: string,
  { isAllDay, repeats, dayBy }: Pick<EventDraft, 'isAllDay' | 'repeats' | 'dayBy'>,
) {
  const isInMonth = repeats === 'MONTHLY' || repeats === 'YEARLY';
  if (isInMonth && dayBy !== 'DAY') return sameWeekday(day, dayBy === 'LAST');
  return isAllDay || isInMonth ? sameDate(day) : shiftDay(day, 364);
}

/** Day of the month that stays the same; of 29 February the 28th. */
function sameDate(day: string): string {
  const later = `${Number(day.slice(0, 4)) + 1}${day.slice(4)}`;
  return later.endsWith('02-29') ? `${later.slice(0, 8)}28` : later;
}

/** Weekday that stays the n-th, or the last, of the same month. */
function sameWeekday(day: string, isLast: boolean): string {
  const { nth } = placeInMonth(day);
  const first = `${Number(day.slice(0, 4)) + 1}${day.slice(4, 8)}01`;
  const weekday = shiftDay(first, (weekdayOf(day) - weekdayOf(first) + 7) % 7);
  if (!isLast) return shiftDay(weekday, 7 * (nth - 1));
  const fifth = shiftDay(weekday, 28);
  return fifth.slice(0, 7) === first.slice(0, 7) ? fifth : shiftDay(weekday, 21);
}
