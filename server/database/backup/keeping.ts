const dayMs = 86_400_000;
const keptDays = 7;
const keptWeeks = 4;

/**
 * Backups that are kept, of any number of them: the newest of each of the last seven days that have one, and the newest
 * of each of the last four weeks before these days. `times` in any order.
 */
export function chooseKept(times: readonly Date[]): ReadonlySet<Date> {
  const newestFirst = times.toSorted((a, b) => b.getTime() - a.getTime());
  const daily = newestOfEach(newestFirst, dayOf).slice(0, keptDays);
  const older = newestOfEach(newestFirst, weekOf).filter((time) => !daily.includes(time));
  return new Set([...daily, ...older.slice(0, keptWeeks)]);
}

function newestOfEach(newestFirst: readonly Date[], periodOf: (time: Date) => number): Date[] {
  const periods = new Map<number, Date>();
  for (const time of newestFirst) if (!periods.has(periodOf(time))) periods.set(periodOf(time), time);
  return [...periods.values()];
}

function dayOf(time: Date): number {
  return Math.floor(time.getTime() / dayMs);
}

/** Weeks begin on Monday; 1 January 1970 was a Thursday. */
function weekOf(time: Date): number {
  return Math.floor((dayOf(time) + 3) / 7);
}

/** Hours and minutes in UTC at which the nightly backup is due: no town holds meetings or has polls that end then. */
const dueAt = 1 * 3_600_000 + 15 * 60_000;

/** Whether the newest backup is older than the last night. */
export function isDue(now: Date, newest: Date | undefined): boolean {
  const today = dayOf(now) * dayMs + dueAt;
  const lastNight = now.getTime() >= today ? today : today - dayMs;
  return newest === undefined || newest.getTime() < lastNight;
}
