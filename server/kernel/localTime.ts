import { Temporal } from 'temporal-polyfill';

/* Local dates and times of an IANA time zone, and the moments that they mean. */

/** Local date and time of a moment. */
export function toWall(at: Date, timeZone: string): Temporal.PlainDateTime {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone).toPlainDateTime();
}

/**
 * Moment of a local date and time. A time that daylight saving time skips moves forward by the skipped hour; of a time that
 * comes twice the first one is meant.
 */
export function fromWall(wall: Temporal.PlainDateTime, timeZone: string): Date {
  return new Date(wall.toZonedDateTime(timeZone).epochMilliseconds);
}

/** Moment of a time of day in minutes after midnight; 1440 and more are times of the next day. */
export function momentAt(date: Temporal.PlainDate, minutes: number, timeZone: string): Date {
  return fromWall(date.toPlainDateTime().add({ minutes }), timeZone);
}

/** Day in a time zone: its date, yyyy-mm-dd, and the moments at which it begins and ends. */
export interface LocalDay {
  readonly date: string;
  readonly since: Date;
  readonly until: Date;
}

const days = new Map<string, LocalDay>();

/** Local day of a moment. The last day of each time zone is remembered, because pages ask for today and Temporal is slow. */
export function localDay(at: Date, timeZone: string): LocalDay {
  const known = days.get(timeZone);
  if (known !== undefined && at >= known.since && at < known.until) return known;
  const date = toWall(at, timeZone).toPlainDate();
  const day = {
    date: date.toString(),
    since: momentAt(date, 0, timeZone),
    until: momentAt(date.add({ days: 1 }), 0, timeZone),
  };
  days.set(timeZone, day);
  return day;
}
