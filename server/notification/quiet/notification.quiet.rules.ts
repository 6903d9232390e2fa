import { Temporal } from 'temporal-polyfill';
import { momentAt, toWall } from '../../kernel/localTime.ts';

/** Quiet hours that repeat every day. */
export interface QuietHours {
  /** IANA time zone. */
  readonly timeZone: string;
  /** Start in minutes after midnight. */
  readonly from: number;
  /** End in minutes after midnight, on the next day if it is not after the start; equal to the start: no quiet hours. */
  readonly to: number;
}

/**
 * End of the quiet hours that contain `at`; null: `at` lies in none. The start belongs to them, the end does not. A local
 * time that daylight saving time skips counts as the later one, a time that exists twice as the earlier.
 */
export function quietUntil(at: Date, { timeZone, from, to }: QuietHours): Date | null {
  if (from === to) return null;
  const today = toWall(at, timeZone).toPlainDate();
  for (const days of [-1, 0]) {
    const start = today.add({ days });
    const end = momentAt(from < to ? start : start.add({ days: 1 }), to, timeZone);
    if (momentAt(start, from, timeZone) <= at && at < end) return end;
  }
  return null;
}

/** Name of an IANA time zone in its usual spelling; null: unknown. */
export function readTimeZone(name: string): string | null {
  if (!/^[A-Za-z][\w+/-]{0,63}$/.test(name)) return null;
  try {
    return Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name).timeZoneId;
  } catch {
    return null; // RangeError: no such zone
  }
}

/** Minutes after midnight of a time such as "22:00"; null: the text is no time. */
export function readTime(time: string): number | null {
  const [, hours, minutes] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hours === undefined ? null : Number(hours) * 60 + Number(minutes);
}

/** Minutes after midnight as text such as "22:00". */
export function writtenTime(minutes: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  return `${two(Math.floor(minutes / 60))}:${two(minutes % 60)}`;
}
