import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import type { TestServer } from './server.ts';

/** One date as a program shows it. */
export interface ShownDate {
  readonly uid: string;
  readonly startsAt: string;
  readonly endsAt: string;
  readonly isCancelled: boolean;
  readonly place: string;
  readonly summary: string;
  readonly sequence: number;
}

/** Moments between which dates are compared. */
export interface Between {
  readonly from: string;
  readonly to: string;
}

/** Parts of a kind of a calendar file, such as its events. */
export function partsOf(text: string, kind = 'vevent'): ICAL.Component[] {
  return new ICAL.Component(ICAL.parse(text)).getAllSubcomponents(kind);
}

/** Dates of a calendar file as ical.js expands them. */
export function expandWithIcal(text: string, { from, to }: Between): ShownDate[] {
  const zones = partsOf(text, 'vtimezone').map((part) => new ICAL.Timezone(part));
  for (const zone of zones) ICAL.TimezoneService.register(zone);
  try {
    const events = partsOf(text).map((part) => new ICAL.Event(part));
    const series = events.filter((event) => !event.isRecurrenceException());
    const dates = series.flatMap((event) => datesOf(event, Date.parse(to)));
    return dates.filter(({ startsAt, endsAt }) => endsAt > from && startsAt < to);
  } finally {
    for (const zone of zones) ICAL.TimezoneService.remove(zone.tzid);
  }
}

function datesOf(event: ICAL.Event, until: number): ShownDate[] {
  if (!event.isRecurring()) return [shown(event, event.startDate, event.endDate)];
  const dates: ShownDate[] = [];
  const iterator = event.iterator();
  // Behind the last date the iterator returns undefined, other than its type says.
  for (let next = iterator.next() as ICAL.Time | undefined; next; next = iterator.next() as ICAL.Time | undefined) {
    const { item, startDate, endDate } = event.getOccurrenceDetails(next);
    dates.push(shown(item, startDate, endDate));
    if (next.toJSDate().getTime() > until) break;
  }
  return dates;
}

function shown(
  { component, uid, location, summary, sequence }: ICAL.Event,
  start: ICAL.Time,
  end: ICAL.Time,
): ShownDate {
  const isCancelled = component.getFirstPropertyValue('status') === 'CANCELLED';
  const times = { startsAt: momentOf(start), endsAt: momentOf(end) };
  return { uid, ...times, isCancelled, place: location ?? '', summary, sequence: Number(sequence) };
}

/** Moment in UTC; a day begins at midnight in Berlin. */
function momentOf(time: ICAL.Time): string {
  if (!time.isDate) return time.toJSDate().toISOString();
  const day = Temporal.PlainDate.from({ year: time.year, month: time.month, day: time.day });
  return new Date(day.toZonedDateTime('Europe/Berlin').epochMilliseconds).toISOString();
}

/** Stored dates of the shown events of a town, without dates that were cancelled before `cancelledSince`. */
export async function storedDates(
  app: TestServer,
  municipalityId: string,
  { from, to }: Between,
  cancelledSince: string,
): Promise<ShownDate[]> {
  const rows: (Omit<ShownDate, 'startsAt' | 'endsAt'> & { startsAt: Date | string; endsAt: Date | string })[] =
    await app.services.em.fork().execute(
      `select e.uid, o.starts_at as "startsAt", o.ends_at as "endsAt", o.state = 'CANCELLED' as "isCancelled",
         coalesce(nullif(coalesce(o.place, e.place, ''), ''), coalesce(o.online_url, e.online_url, '')) as place,
         case when o.state = 'CANCELLED' then 'Abgesagt: ' else '' end || e.title as summary, e.sequence
       from occurrence o join event e on e.id = o.event_id
       where o.municipality_id = ? and e.state in ('PUBLISHED', 'CANCELLED') and o.ends_at > ? and o.starts_at < ?
         and (o.cancelled_at is null or o.cancelled_at > ?)`,
      [municipalityId, from, to, cancelledSince],
    );
  const iso = (at: Date | string): string => new Date(at).toISOString();
  return rows.map((row) => ({ ...row, startsAt: iso(row.startsAt), endsAt: iso(row.endsAt) }));
}

/** Dates that only one of two lists has, as lines such as "+ 2027-03-28T01:30:00.000Z …". */
export function differencesOf(stored: readonly ShownDate[], expanded: readonly ShownDate[]): string[] {
  const lineOf = (date: ShownDate): string =>
    [date.startsAt, date.endsAt, date.uid, date.sequence, date.isCancelled, date.summary, date.place].join(' ');
  const ours = stored.map(lineOf);
  const theirs = expanded.map(lineOf);
  const extra = theirs.filter((line, n) => !ours.includes(line) || theirs.indexOf(line) !== n);
  return [
    ...ours.filter((line) => !theirs.includes(line)).map((line) => `- ${line}`),
    ...extra.map((line) => `+ ${line}`),
  ];
}
