import type { TimedDate } from './useEventTime.ts';

/** Dates below the heading of one day. */
export interface AgendaDay<Entry> {
  /** Day in the time zone of the town: "2026-11-28". */
  readonly day: string;
  readonly entries: readonly Entry[];
}

/**
 * Groups dates, which are in the order of their start, by the day on which they start; dates that started before `today`
 * stand below today.
 */
export function agendaDays<Entry extends TimedDate>(
  entries: readonly Entry[],
  today: string,
  dayKey: (moment: string) => string,
): AgendaDay<Entry>[] {
  const days = new Map<string, Entry[]>();
  for (const entry of entries) {
    const start = dayKey(entry.startsAt);
    const day = start < today ? today : start;
    days.set(day, [...(days.get(day) ?? []), entry]);
  }
  return [...days].map(([day, found]) => ({ day, entries: found })).toSorted((a, b) => (a.day < b.day ? -1 : 1));
}

/** Dates that are still to start, before those that are under way; each part keeps its order. */
export function startingFirst<Entry>(entries: readonly Entry[], isUnderWay: (entry: Entry) => boolean): Entry[] {
  return entries.toSorted((a, b) => Number(isUnderWay(a)) - Number(isUnderWay(b)));
}
