import type { Request, Response } from 'express';
import ical, { type ICalCalendar, ICalCalendarMethod } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { sendPublic } from './unchanged.ts';

/** Content type of iCalendar files. */
const calendarType = 'text/calendar; charset=utf-8';
/** Seconds for which caches may keep a calendar file; programs ask every few hours. */
const keptSeconds = 900;
/** Days before and months after today that calendar files cover. */
const daysBefore = 60;
const monthsAfter = 18;

/** First and last day that a calendar file covers, yyyy-mm-dd in the time zone of the town. */
export function calendarWindow(now: Date, timeZone: string): { readonly from: string; readonly to: string } {
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone).toPlainDate();
  return {
    from: today.subtract({ days: daysBefore }).toString(),
    to: today.add({ months: monthsAfter }).toString(),
  };
}

/** Empty calendar to which programs subscribe; `name` and `description` are shown by the program. */
export function publishedCalendar(name: string, description: string): ICalCalendar {
  return ical({
    name,
    description,
    method: ICalCalendarMethod.PUBLISH,
    prodId: { company: 'Ortsfunk', product: 'Ortsfunk', language: 'DE' },
    ttl: 4 * 3600,
  });
}

/**
 * Midnight in UTC of a day, as ical-generator wants the days of all-day events without a time zone. DTEND is exclusive: the
 * end of an event of one day is the next day.
 */
export function allDay(date: string): { readonly allDay: true; readonly start: Date; readonly end: Date } {
  const day = Temporal.PlainDate.from(date);
  const midnight = (plain: Temporal.PlainDate): Date => new Date(`${plain.toString()}T00:00:00Z`);
  return { allDay: true, start: midnight(day), end: midnight(day.add({ days: 1 })) };
}

/** Sends a calendar file that is the same for everybody, with an ETag; answers 304 if the client has it already. */
export function sendCalendar(request: Request, response: Response, calendar: ICalCalendar): void {
  response.set('X-Content-Type-Options', 'nosniff');
  sendPublic(request, response, { type: calendarType, body: calendar.toString(), seconds: keptSeconds });
}
