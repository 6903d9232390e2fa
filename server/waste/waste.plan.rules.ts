import { addDays, localDate, momentAt } from './waste.date.rules.ts';

/** Local hour of the evening before at which a reminder leaves, and hour of the day until which it is of use. */
const reminderHour = 18;
const collectionHour = 6;

/** Evening before a collection at which its reminder is due. */
export function reminderAt(date: string, timeZone: string): Date {
  return momentAt(addDays(date, -1), reminderHour, timeZone);
}

/** Moment from which on the bins of a day may be collected, so that a reminder is useless. */
export function collectionAt(date: string, timeZone: string): Date {
  return momentAt(date, collectionHour, timeZone);
}

/** Day of the collection of the reminder that is due at a moment. */
export function remindedDay(at: Date, timeZone: string): string {
  return addDays(localDate(at, timeZone), 1);
}

/**
 * Next evening at which a reminder is due: the first one after `after` whose bins are not collected yet. An evening that was
 * missed is caught up until 06:00 of the next day.
 */
export function nextReminder(after: Date, now: Date, timeZone: string): Date {
  for (let date = localDate(now, timeZone); ; date = addDays(date, 1)) {
    const at = reminderAt(date, timeZone);
    if (at > after && collectionAt(date, timeZone) > now) return at;
  }
}
