import { Temporal } from 'temporal-polyfill';
import { fromWall, toWall } from '../kernel/localTime.ts';

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

/** Midnight of a day such as "2027-06-30", or of the day some days later. */
export function dayStart(day: string, timeZone: string, daysLater = 0): Date {
  return fromWall(Temporal.PlainDate.from(day).add({ days: daysLater }).toPlainDateTime(), timeZone);
}
