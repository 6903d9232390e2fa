import { createHash } from 'node:crypto';
import type { AssignedDate } from './waste.assign.rules.ts';
import { daysBetween } from './waste.date.rules.ts';
import type { WasteDateRow } from './waste.entity.ts';

/** Most days by which a date without a note may have been moved; a weekly collection stays recognisable. */
const mostMovedDays = 3;

type Stored = Pick<WasteDateRow, 'id' | 'date' | 'movedFrom'> & {
  readonly district: { readonly id: string };
  readonly kind: { readonly id: string };
};

/** Date that an import adds. */
export type AddedDate = Omit<AssignedDate, 'place'>;

/** Stored date that an import moves to another day. */
export interface MovedDate {
  readonly id: string;
  readonly districtId: string;
  readonly kindId: string;
  readonly from: string;
  readonly to: string;
  /** Usual day: `from`, or the one that the calendar names. */
  readonly movedFrom: string;
}

/** Changes that an import makes, or would make. */
export interface WasteChanges {
  readonly added: readonly AddedDate[];
  readonly moved: readonly MovedDate[];
  readonly removed: readonly Stored[];
  /** Stored dates of which only the usual day becomes known. */
  readonly noted: readonly { readonly id: string; readonly movedFrom: string }[];
  readonly unchanged: number;
}

/**
 * Compares a calendar with the stored dates of the districts and kinds that it names, in the time that it covers: all of a
 * year if its dates lie in one year, otherwise from its first to its last date. A stored date that is missing in the calendar
 * is moved if the calendar says so, or if a new date lies within three days; otherwise it is removed. The same calendar
 * again changes nothing.
 */
export function compareDates(stored: readonly Stored[], incoming: readonly AssignedDate[]): WasteChanges {
  const [from, to] = coveredTime(incoming);
  const wanted = Map.groupBy(incoming, ({ districtId, kindId }) => `${districtId} ${kindId}`);
  const known = Map.groupBy(stored, ({ district, kind }) => `${district.id} ${kind.id}`);
  const parts = [...wanted].map(([key, dates]) => {
    const ofKey = known.get(key) ?? [];
    return compareKind(ofKey, dates, ({ date }) => date >= from && date <= to);
  });
  return {
    added: parts.flatMap(({ added }) => added),
    moved: parts.flatMap(({ moved }) => moved),
    removed: parts.flatMap(({ removed }) => removed),
    noted: parts.flatMap(({ noted }) => noted),
    unchanged: parts.reduce((sum, { unchanged }) => sum + unchanged, 0),
  };
}

/** First and last day of the time that a calendar covers. */
export function coveredTime(incoming: readonly AssignedDate[]): readonly [from: string, to: string] {
  const dates = incoming.map(({ date }) => date).sort();
  const from = dates[0] ?? '9999-12-31';
  const to = dates.at(-1) ?? '0000-01-01';
  const year = from.slice(0, 4);
  return year === to.slice(0, 4) ? [`${year}-01-01`, `${year}-12-31`] : [from, to];
}

function compareKind(
  stored: readonly Stored[],
  incoming: readonly AssignedDate[],
  isCovered: (date: Stored) => boolean,
): WasteChanges {
  const byDate = new Map(stored.map((one) => [one.date, one]));
  const kept = incoming.filter(({ date }) => byDate.has(date));
  const fresh = incoming.filter(({ date }) => !byDate.has(date));
  const days = new Set(incoming.map(({ date }) => date));
  const gone = new Map(stored.filter((one) => !days.has(one.date) && isCovered(one)).map((one) => [one.date, one]));
  const moves = movesOf(fresh, gone);
  const noted = kept.flatMap(({ date, movedFrom }) => {
    const one = byDate.get(date);
    return one !== undefined && movedFrom !== null && movedFrom !== one.movedFrom ? [{ id: one.id, movedFrom }] : [];
  });
  const isMoved = new Set(moves.map(({ to }) => to));
  return {
    added: fresh.filter(({ date }) => !isMoved.has(date)).map(({ place: _place, ...one }) => one),
    moved: moves,
    removed: [...gone.values()],
    noted,
    unchanged: kept.length - noted.length,
  };
}

/** Pairs new dates with stored ones that are missing, and takes these out of `gone`: first as the calendar says. */
function movesOf(fresh: readonly AssignedDate[], gone: Map<string, Stored>): MovedDate[] {
  const moves: MovedDate[] = [];
  const pair = ({ districtId, kindId, date: to, movedFrom }: AssignedDate, { id, date: from }: Stored): void => {
    gone.delete(from);
    moves.push({ id, districtId, kindId, from, to, movedFrom: movedFrom ?? from });
  };
  for (const one of fresh) {
    const named = one.movedFrom === null ? undefined : gone.get(one.movedFrom);
    if (named !== undefined) pair(one, named);
  }
  const rest = fresh.filter(({ date }) => !moves.some(({ to }) => to === date));
  const candidates = rest
    .flatMap((one) => [...gone.values()].map((old) => ({ one, old, days: Math.abs(daysBetween(old.date, one.date)) })))
    .filter(({ days }) => days <= mostMovedDays)
    .sort((a, b) => a.days - b.days || a.one.date.localeCompare(b.one.date));
  for (const { one, old } of candidates)
    if (gone.has(old.date) && !moves.some(({ to }) => to === one.date)) pair(one, old);
  return moves;
}

/** Short text that is equal for equal changes, so that exactly what a preview showed is applied. */
export function fingerprintOf({ added, moved, removed, noted }: WasteChanges): string {
  const lines = [
    ...added.map(({ districtId, kindId, date, movedFrom }) => `+ ${districtId} ${kindId} ${date} ${movedFrom ?? ''}`),
    ...moved.map(({ id, to, movedFrom }) => `> ${id} ${to} ${movedFrom}`),
    ...removed.map(({ id }) => `- ${id}`),
    ...noted.map(({ id, movedFrom }) => `! ${id} ${movedFrom}`),
  ];
  return createHash('sha256').update(lines.sort().join('\n')).digest('base64url').slice(0, 22);
}
