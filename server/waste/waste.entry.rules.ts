/** Entry of a calendar before its words are assigned to kinds. */
export interface CalendarEntry {
  /** Row of a list as a spreadsheet counts them, or number of the VEVENT in an iCalendar file; both start at 1. */
  readonly place: number;
  /** UID of the VEVENT; null in lists. */
  readonly uid: string | null;
  /** Cell of the district; null: the calendar names none. */
  readonly district: string | null;
  /** Name of the waste as the calendar writes it. */
  readonly label: string;
  /** yyyy-mm-dd. */
  readonly date: string;
  /** Usual day, of which the date takes the place; null: it was not moved. */
  readonly movedFrom: string | null;
}

/**
 * BAD_DATE: the date cannot be read or does not exist. BAD_ENTRY: the entry breaks the rules of the format. BAD_RULE: the rule of a series cannot be read. DATE_MISSING: no date.
 * DISTRICT_MISSING: no district. ENDLESS_RULE: a series without an end. LABEL_MISSING: no name of the waste. TOO_LONG: the
 * name has more than 120 characters, or the series more than 400 dates. UNKNOWN_DISTRICT, UNKNOWN_KIND: the town has none
 * with this name.
 */
export type EntryFaultCode =
  | 'BAD_DATE'
  | 'BAD_ENTRY'
  | 'BAD_RULE'
  | 'DATE_MISSING'
  | 'DISTRICT_MISSING'
  | 'ENDLESS_RULE'
  | 'LABEL_MISSING'
  | 'TOO_LONG'
  | 'UNKNOWN_DISTRICT'
  | 'UNKNOWN_KIND';

/** Fault of an entry, which is left out. */
export interface EntryFault {
  readonly place: number;
  readonly uid: string | null;
  readonly code: EntryFaultCode;
  /** Head of the column in a list; null: the whole entry. */
  readonly column: string | null;
  /** Words of the entry that are not understood; null: none. */
  readonly label: string | null;
}

/** Entry that is left out without being a fault. */
export interface SkippedEntry {
  readonly place: number;
  readonly uid: string | null;
  readonly why: 'CANCELLED' | 'DUPLICATE';
}

/** Contents of a calendar. */
export interface ReadCalendar {
  readonly entries: readonly CalendarEntry[];
  readonly faults: readonly EntryFault[];
  readonly skipped: readonly SkippedEntry[];
  /** Heads of the columns of a list as it writes them; null: there is no such column. */
  readonly heads: { readonly district: string | null; readonly label: string | null };
}

/** Maximum number of entries of a calendar; checked before it is parsed. */
export const mostEntries = 5000;
/** Maximum number of dates of all series of a calendar. */
export const mostDates = 20_000;
/** Maximum number of characters of the name of a waste in a calendar. */
export const longestLabel = 120;

/** Name of a waste in one line with single spaces. */
export function singleSpaced(text: string): string {
  return text
    .slice(0, 10 * longestLabel)
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .trim();
}
