import type { EarlierDate, EarlierTimes, Event, Occurrence } from './calendar.entity.ts';

/** Number of changes of which a date or shift keeps what they replaced. */
const mostKept = 20;

/** Changes of a date or shift after a further one. */
export function withEarlier<T extends EarlierTimes>(known: readonly T[] | null | undefined, one: T): readonly T[] {
  return [...(known ?? []), one].slice(-mostKept);
}

/** Times, place and address that the change with this sequence replaced; undefined: the change did not concern the date or shift. */
export function earlierBy<T extends EarlierTimes>(
  known: readonly T[] | null | undefined,
  sequence: number | null | undefined,
): T | undefined {
  return known?.find((one) => one.sequence === sequence);
}

/** Start and end as stored in `earlier`. */
export function timesBefore({ startsAt, endsAt }: Pick<Occurrence, 'startsAt' | 'endsAt'>) {
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString() };
}

/** Start and end that a change replaced; undefined: they are as before. */
export function replacedTimes(
  before: Pick<EarlierTimes, 'startsAt' | 'endsAt'> | Pick<Occurrence, 'startsAt' | 'endsAt'> | undefined,
  now: Pick<Occurrence, 'startsAt' | 'endsAt'>,
): Pick<Occurrence, 'startsAt' | 'endsAt'> | undefined {
  if (before === undefined) return undefined;
  const startsAt = new Date(before.startsAt);
  const endsAt = new Date(before.endsAt);
  const isSame = startsAt.getTime() === now.startsAt.getTime() && endsAt.getTime() === now.endsAt.getTime();
  return isSame ? undefined : { startsAt, endsAt };
}

/** Place and online address of a date: its own, or those of the event; empty: none. */
export function placeOf(
  event: Pick<Event, 'place' | 'onlineUrl'>,
  date: Pick<Occurrence, 'place' | 'onlineUrl'> | undefined,
): Pick<EarlierDate, 'place' | 'onlineUrl'> {
  return {
    place: date?.place ?? event.place ?? '',
    onlineUrl: date?.onlineUrl ?? event.onlineUrl ?? '',
  };
}
