import type { Request, Response } from 'express';
import ical, { type ICalCalendar, ICalCalendarMethod, type ICalOrganizer } from 'ical-generator';
import { Temporal } from 'temporal-polyfill';
import { tzlib_get_ical_block } from 'timezones-ical-library';
import type { Context } from './context.ts';
import type { CrossOriginAccess } from './cors.ts';
import { toWall } from './localTime.ts';
import { defaultSender } from './mail.sender.ts';
import { sendOwn, sendPublic, type TaggedBody } from './unchanged.ts';

/** Content type of iCalendar files. */
const calendarType = 'text/calendar; charset=utf-8';
/** Seconds for which caches may keep a calendar file; programs ask every few hours. */
const keptSeconds = 900;
/** Days before and months after today that calendar files cover. */
const daysBefore = 60;
const monthsAfter = 18;

/** Rate limit per address of the network: 120 files in 60 seconds. */
export const calendarRate = { name: 'calendar', points: 120, seconds: 60 };

/** Pages of other origins may read calendar files that are the same for everybody. */
export const publishesCalendar: CrossOriginAccess = {
  methods: ['GET', 'HEAD'],
  requestHeaders: ['If-None-Match'],
  responseHeaders: ['ETag', 'Retry-After'],
};

/** The town as the organizer of dates, with the sender's address of its mails. */
export function townAsOrganizer(
  { publicUrl }: Pick<Context, 'publicUrl'>,
  town: { readonly kind: string; readonly name: string; readonly fromAddress?: string | null },
): ICalOrganizer {
  return { name: `${town.kind} ${town.name}`, email: town.fromAddress ?? defaultSender(publicUrl()) };
}

/** First and last day that a calendar file covers, yyyy-mm-dd in the time zone of the town. */
export function calendarWindow(now: Date, timeZone: string): { readonly from: string; readonly to: string } {
  const today = toWall(now, timeZone).toPlainDate();
  return {
    from: today.subtract({ days: daysBefore }).toString(),
    to: today.add({ months: monthsAfter }).toString(),
  };
}

/** Empty calendar to which programs subscribe; `name` and `description` are shown by the program. */
export function publishedCalendar(name: string, description: string): ICalCalendar {
  return emptyCalendar(ICalCalendarMethod.PUBLISH)
    .name(escaped(name))
    .description(escaped(description))
    .ttl(4 * 3600);
}

/** Empty calendar without a name, such as that of a mail. Time zones that its events name are described in it. */
export function emptyCalendar(method: ICalCalendarMethod): ICalCalendar {
  return ical({
    method,
    prodId: { company: 'Ortsfunk', product: 'Ortsfunk', language: 'DE' },
    timezone: { name: null, generator: describeTimeZone }, // a name would make DTSTAMP a local time
  });
}

/** VTIMEZONE of an IANA time zone; null if the library does not know it, and programs take the name. */
function describeTimeZone(timeZone: string): string | null {
  const [block] = tzlib_get_ical_block(timeZone);
  return block?.startsWith('BEGIN:VTIMEZONE') === true ? block : null;
}

/** Text of RFC 5545 in one line: ical-generator does not escape the name and the description of a calendar. */
function escaped(text: string): string {
  return text.replace(/[\\;,]/g, String.raw`\$&`).replace(/\s+/g, ' ');
}

/**
 * Text of a calendar file. The days of all-day events stand as days in RECURRENCE-ID, where ical-generator writes midnight in
 * UTC.
 */
export function calendarText(calendar: ICalCalendar): string {
  return `${calendar.toString()}\r\n`.replace(/^RECURRENCE-ID:(\d{8})T000000Z\r$/gm, 'RECURRENCE-ID;VALUE=DATE:$1\r');
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
export function sendCalendar(request: Request, response: Response, body: string | TaggedBody): void {
  response.set('X-Content-Type-Options', 'nosniff');
  sendPublic(request, response, { type: calendarType, body, seconds: keptSeconds });
}

/** Sends the calendar file of one person like `sendCalendar`; other caches must not keep it. */
export function sendOwnCalendar(request: Request, response: Response, body: string): void {
  response.set('X-Content-Type-Options', 'nosniff');
  sendOwn(request, response, { type: calendarType, body });
}
