import { shortTimes } from '../kernel/dateText.ts';
import type { Event, Occurrence } from './calendar.entity.ts';

/**
 * When a date takes place as a German sentence: "Am Donnerstag, 3. Dezember 2026, von 19:30 bis 21 Uhr". Spaces within the
 * times do not break.
 */
export function whenSentence(
  { timeZone, isAllDay }: Pick<Event, 'timeZone' | 'isAllDay'>,
  { startsAt, endsAt }: Pick<Occurrence, 'startsAt' | 'endsAt'>,
): string {
  const last = isAllDay ? new Date(endsAt.getTime() - 1) : endsAt;
  const firstDay = dayText(startsAt, timeZone);
  const lastDay = dayText(last, timeZone);
  const isOneDay = firstDay === lastDay;
  if (isAllDay) return isOneDay ? `Am ${firstDay}, ganztägig` : `Vom ${firstDay} bis ${lastDay}`;
  const from = clockText(startsAt, timeZone);
  const to = clockText(last, timeZone);
  return isOneDay
    ? `Am ${firstDay}, ${`von ${from.replace('\u00a0Uhr', '')} bis ${to}`.replaceAll(' ', '\u00a0')}`
    : `Von ${firstDay}, ${from}, bis ${lastDay}, ${to}`;
}

/** Time in German: "19:30 Uhr", "9 Uhr". */
export function clockText(at: Date, timeZone: string): string {
  return shortTimes(new Intl.DateTimeFormat('de', { timeStyle: 'short', timeZone }).format(at), 'de');
}

/** Day in German: "Donnerstag, 3. Dezember 2026". */
export function dayText(at: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('de', { dateStyle: 'full', timeZone }).format(at);
}
