import ICAL from 'ical.js';
import { Temporal } from 'temporal-polyfill';
import { refusal } from '../kernel/errors.ts';
import {
  type CalendarEntry,
  type EntryFault,
  longestLabel,
  mostDates,
  mostEntries,
  type ReadCalendar,
  singleSpaced,
  type SkippedEntry,
} from './waste.entry.rules.ts';
import { readRule, type Series } from './waste.series.rules.ts';

/** VEVENT with its number in the file. */
interface Event {
  readonly place: number;
  readonly uid: string | null;
  readonly component: ICAL.Component;
}

type Outcome = readonly CalendarEntry[] | EntryFault | SkippedEntry;

/**
 * Reads an iCalendar file: all-day events, local times, times in UTC, and series with exceptions. Each date is that of the
 * town's time zone. User errors: NOT_A_CALENDAR, TOO_MANY_ENTRIES.
 */
export function readIcs(text: string, timeZone: string): ReadCalendar {
  requireCalendar(text);
  const events = parseEvents(text);
  const overrides = overridesOf(events, timeZone);
  const outcomes = events.map((event) => ('code' in event ? event : readEvent(event, overrides, timeZone)));
  const entries = outcomes.flatMap((one) => ('code' in one || 'why' in one ? [] : one));
  if (entries.length > mostDates) throw refusal('TOO_MANY_ENTRIES', 'file');
  return {
    entries,
    faults: outcomes.flatMap((one) => ('code' in one ? [one] : [])),
    skipped: outcomes.flatMap((one) => ('why' in one ? [one] : [])),
    heads: { district: null, label: null },
  };
}

/** Refuses other files, and calendars with too many entries, before anything is parsed. */
function requireCalendar(text: string): void {
  if (!/^\s*\u{feff}?\s*BEGIN:VCALENDAR\b/iu.test(text.slice(0, 200))) throw refusal('NOT_A_CALENDAR', 'file');
  const begins = text.matchAll(/^BEGIN:VEVENT/gim);
  let count = 0;
  for (const _begin of begins) if (++count > mostEntries) throw refusal('TOO_MANY_ENTRIES', 'file');
}

/** Events of the file; each is parsed alone, so that a broken one does not hide the others. */
function parseEvents(text: string): readonly (Event | EntryFault)[] {
  if (!/^END:VCALENDAR/im.test(text)) throw refusal('NOT_A_CALENDAR', 'file');
  const [, ...blocks] = text.split(/^(?=BEGIN:VEVENT[ \t]*\r?$)/im);
  return blocks.map((block, i) => parseEvent(block.split(/^END:VEVENT/im, 1)[0] ?? '', i + 1));
}

function parseEvent(block: string, place: number): Event | EntryFault {
  try {
    const calendar = new ICAL.Component(ICAL.parse(`BEGIN:VCALENDAR\r\n${block}END:VEVENT\r\nEND:VCALENDAR`));
    const component = calendar.getFirstSubcomponent('vevent');
    if (component !== null) return { place, uid: textOf(component, 'uid'), component };
  } catch {
    // The parser has no error codes: whatever it cannot read is a fault.
  }
  return { place, uid: null, code: 'BAD_ENTRY', column: null, label: null };
}

/** Dates of series that an event with RECURRENCE-ID replaces, by UID. */
type Overrides = ReadonlyMap<string, ReadonlySet<string>>;

function overridesOf(events: readonly (Event | EntryFault)[], timeZone: string): Overrides {
  const found = new Map<string, Set<string>>();
  for (const event of events) {
    if ('code' in event) continue;
    const { uid, component } = event;
    const date = dateIn(component, 'recurrence-id', timeZone);
    if (uid !== null && date !== null) found.set(uid, (found.get(uid) ?? new Set()).add(date));
  }
  return found;
}

function readEvent({ place, uid, component }: Event, overrides: Overrides, timeZone: string): Outcome {
  const fault = (code: EntryFault['code']): EntryFault => ({ place, uid, code, column: null, label: null });
  if (textOf(component, 'status')?.toUpperCase() === 'CANCELLED') return { place, uid, why: 'CANCELLED' };
  const date = dateIn(component, 'dtstart', timeZone);
  if (date === null) return fault(component.hasProperty('dtstart') ? 'BAD_DATE' : 'DATE_MISSING');
  const label = singleSpaced(textOf(component, 'summary') ?? '');
  if (label === '') return fault('LABEL_MISSING');
  if (label.length > longestLabel) return fault('TOO_LONG');
  const entry = { place, uid, district: null, label };
  const original = dateIn(component, 'recurrence-id', timeZone);
  if (original !== null) return [{ ...entry, date, movedFrom: original === date ? null : original }];
  const series = seriesOf(component, date, timeZone);
  if ('code' in series) return fault(series.code);
  const replaced = overrides.get(uid ?? '');
  const isSeries = component.hasProperty('rrule') || component.hasProperty('rdate');
  const dates = isSeries ? series.dates.filter((one) => replaced?.has(one) !== true) : series.dates;
  return dates.map((one) => ({ ...entry, date: one, movedFrom: null }));
}

/** Dates of an event: its start, or those of its rule and RDATE without EXDATE. */
function seriesOf(component: ICAL.Component, start: string, timeZone: string): Series {
  const rule = component.getFirstPropertyValue('rrule');
  const ruled = rule instanceof ICAL.Recur ? readRule(rule, start, timeZone) : { dates: [start] };
  if ('code' in ruled) return ruled;
  const further = datesIn(component, 'rdate', timeZone);
  const without = new Set(datesIn(component, 'exdate', timeZone));
  const dates = [...new Set([...ruled.dates, ...further])].filter((date) => !without.has(date));
  return { dates: dates.sort() };
}

function textOf(component: ICAL.Component, name: string): string | null {
  const value: unknown = component.getFirstPropertyValue(name);
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Local date of a property; null: it is missing or no date. */
function dateIn(component: ICAL.Component, name: string, timeZone: string): string | null {
  const property = component.getFirstProperty(name);
  return property === null ? null : (datesOf(property, timeZone)[0] ?? null);
}

function datesIn(component: ICAL.Component, name: string, timeZone: string): string[] {
  return component.getAllProperties(name).flatMap((property) => datesOf(property, timeZone));
}

function datesOf(property: ICAL.Property, timeZone: string): string[] {
  const zone = property.getFirstParameter('tzid');
  const values: unknown[] = property.getValues();
  return values.flatMap((value) => (value instanceof ICAL.Time ? (toLocalDate(value, zone, timeZone) ?? []) : []));
}

/**
 * Date in the town's time zone. A time without a zone, or with one that is unknown, is a local time of the town.
 * Undefined: the day does not exist.
 */
function toLocalDate(time: ICAL.Time, zone: string | undefined, timeZone: string): string | undefined {
  const { year, month, day, hour, minute } = time;
  try {
    const date = Temporal.PlainDate.from({ year, month, day }, { overflow: 'reject' });
    if (time.isDate) return date.toString();
    const from = time.zone?.tzid === 'UTC' ? 'UTC' : knownZone(zone);
    if (from === undefined || from === timeZone) return date.toString();
    const moment = date.toZonedDateTime({ timeZone: from, plainTime: Temporal.PlainTime.from({ hour, minute }) });
    return moment.withTimeZone(timeZone).toPlainDate().toString();
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function knownZone(zone: string | undefined): string | undefined {
  if (zone === undefined) return undefined;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
  } catch {
    return undefined; // a zone that the file defines itself, such as "W. Europe Standard Time"
  }
}
