import { momentAt, toWall } from '../../kernel/localTime.ts';

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
  const today = toWall(now, timeZone).toPlainDate();
  const at = (days: number, hour: number): Date => momentAt(today.add({ days }), 60 * hour, timeZone);
  const isDailyOver = at(0, dailyHour) <= now;
  const untilFriday = (friday - today.dayOfWeek + 7) % 7;
  const isWeeklyOver = untilFriday === 0 && at(0, weeklyHour) <= now;
  return { DAILY: at(isDailyOver ? 1 : 0, dailyHour), WEEKLY: at(isWeeklyOver ? 7 : untilFriday, weeklyHour) };
}
