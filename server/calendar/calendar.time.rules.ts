import { Temporal } from 'temporal-polyfill';

/** Local date and time of a moment in an IANA time zone. */
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

/** Local date and time some days later. */
export function addDays(wall: Temporal.PlainDateTime, days: number): Temporal.PlainDateTime {
  return wall.add({ days });
}

/** Whether the text is the name of an IANA time zone that this server knows. */
export function isTimeZone(name: string): boolean {
  try {
    Temporal.Now.zonedDateTimeISO(name);
    return /^[A-Za-z_]+\/[A-Za-z_/+-]+$/.test(name);
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** Whether the moment is midnight in the time zone. */
export function isMidnight(at: Date, timeZone: string): boolean {
  return toWall(at, timeZone).toPlainTime().equals('00:00');
}

/** Minutes of local time from one moment to another; negative: the other one is earlier. */
export function wallMinutes(from: Date, to: Date, timeZone: string): number {
  return toWall(from, timeZone).until(toWall(to, timeZone)).total('minutes');
}

/** The moment some minutes of local time later. */
export function addWallMinutes(at: Date, minutes: number, timeZone: string): Date {
  return fromWall(toWall(at, timeZone).add({ minutes }), timeZone);
}

/** The moment some months of local time later. */
export function addMonths(at: Date, months: number, timeZone: string): Date {
  return fromWall(toWall(at, timeZone).add({ months }), timeZone);
}
