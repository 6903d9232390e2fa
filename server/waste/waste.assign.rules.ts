import {
  type CalendarEntry,
  type EntryFault,
  type ReadCalendar,
  type SkippedEntry,
  singleSpaced,
} from './waste.entry.rules.ts';
import { labelKey } from './waste.rules.ts';

/** Date of a calendar whose words are understood. */
export interface AssignedDate {
  readonly place: number;
  readonly districtId: string;
  readonly kindId: string;
  readonly date: string;
  readonly movedFrom: string | null;
}

/** Meanings of the words of a calendar in a town. */
export interface Meanings {
  /** Kinds by labelKey(); an empty list: entries with these words are left out. */
  readonly kinds: ReadonlyMap<string, readonly string[]>;
  /** Districts by labelKey() of their names. */
  readonly districts: ReadonlyMap<string, string>;
  /** District of entries that name none; null: none was chosen. */
  readonly districtId: string | null;
}

export interface Assigned {
  readonly dates: readonly AssignedDate[];
  readonly faults: readonly EntryFault[];
  readonly skipped: readonly SkippedEntry[];
  /** All labels of the calendar as it writes them first, in its order. */
  readonly labels: readonly string[];
  /** Names of districts that the town does not have, in the order of the calendar. */
  readonly unknownDistricts: readonly string[];
}

/**
 * Assigns the entries of a calendar to the kinds and districts of a town. Entries with several kinds or districts become
 * several dates; a second entry for the same district, kind and date is skipped.
 */
export function assignEntries({ entries, faults, skipped, heads }: ReadCalendar, meanings: Meanings): Assigned {
  const dates = new Map<string, AssignedDate>();
  const found: EntryFault[] = [...faults];
  const left: SkippedEntry[] = [...skipped];
  const unknown = new Map<string, string>();
  for (const entry of entries) {
    const districts = districtsOf(entry, meanings);
    const kinds = meanings.kinds.get(labelKey(entry.label));
    if ('unknown' in districts) {
      for (const name of districts.unknown) unknown.set(labelKey(name), unknown.get(labelKey(name)) ?? name);
      const code = districts.unknown.length > 0 ? 'UNKNOWN_DISTRICT' : 'DISTRICT_MISSING';
      found.push(faultOf(entry, code, heads.district, entry.district));
      continue;
    }
    if (kinds === undefined) {
      found.push(faultOf(entry, 'UNKNOWN_KIND', heads.label, entry.label));
      continue;
    }
    if (!addDates(dates, entry, districts.ids, kinds)) left.push({ ...pick(entry), why: 'DUPLICATE' });
  }
  return {
    dates: [...dates.values()],
    faults: found.sort((a, b) => a.place - b.place),
    skipped: left.sort((a, b) => a.place - b.place),
    labels: labelsOf(entries),
    unknownDistricts: [...unknown.values()],
  };
}

/** Adds the dates of an entry; false: all of them are there already. */
function addDates(
  dates: Map<string, AssignedDate>,
  { place, date, movedFrom }: CalendarEntry,
  districtIds: readonly string[],
  kindIds: readonly string[],
): boolean {
  let isNew = kindIds.length === 0;
  for (const districtId of districtIds) {
    for (const kindId of kindIds) {
      const key = `${districtId} ${kindId} ${date}`;
      if (dates.has(key)) continue;
      dates.set(key, { place, districtId, kindId, date, movedFrom });
      isNew = true;
    }
  }
  return isNew;
}

/** Districts of an entry: the whole cell is a name, or its parts are ("Nord+Süd"). */
function districtsOf(
  { district }: CalendarEntry,
  { districts, districtId }: Meanings,
): { readonly ids: readonly string[] } | { readonly unknown: readonly string[] } {
  if (district === null) return districtId === null ? { unknown: [] } : { ids: [districtId] };
  const whole = districts.get(labelKey(district));
  if (whole !== undefined) return { ids: [whole] };
  const parts = district
    .split(/\s*[+,&/;]\s*|\s+und\s+/i)
    .map(singleSpaced)
    .filter((part) => part !== '');
  const unknown = parts.filter((part) => !districts.has(labelKey(part)));
  if (unknown.length > 0) return { unknown };
  return { ids: [...new Set(parts.flatMap((part) => districts.get(labelKey(part)) ?? []))] };
}

function labelsOf(entries: readonly CalendarEntry[]): string[] {
  const labels = new Map<string, string>();
  for (const { label } of entries) if (!labels.has(labelKey(label))) labels.set(labelKey(label), label);
  return [...labels.values()];
}

function pick({ place, uid }: CalendarEntry): Pick<CalendarEntry, 'place' | 'uid'> {
  return { place, uid };
}

function faultOf(
  entry: CalendarEntry,
  code: EntryFault['code'],
  column: string | null,
  label: string | null,
): EntryFault {
  return { ...pick(entry), code, column, label };
}
