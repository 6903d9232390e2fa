import { Temporal } from 'temporal-polyfill';

/** Digests leave at these hours of the town: daily ones every evening, weekly ones every Friday. */
const dailyHour = 18;
const weeklyHour = 12;
const friday = 5;

export interface DigestTimes {
  readonly DAILY: Date;
  readonly WEEKLY: Date;
}

/** Times of the next digests after `now` in the time zone of the town. */
export function nextDigests(now: Date, timeZone: string): DigestTimes {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const today = here.toPlainDate();
  const at = (days: number, hour: number): Date =>
    new Date(today.add({ days }).toZonedDateTime({ timeZone, plainTime: { hour } }).epochMilliseconds);
  const isDailyOver = at(0, dailyHour) <= now;
  const untilFriday = (friday - here.dayOfWeek + 7) % 7;
  const isWeeklyOver = untilFriday === 0 && at(0, weeklyHour) <= now;
  return { DAILY: at(isDailyOver ? 1 : 0, dailyHour), WEEKLY: at(isWeeklyOver ? 7 : untilFriday, weeklyHour) };
}
