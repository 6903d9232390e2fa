import { type CsvRow, readCsvRows } from '../kernel/csv.ts';
import { refusal } from '../kernel/errors.ts';
import { readDate, readMovedFrom } from './waste.date.rules.ts';
import {
  type CalendarEntry,
  type EntryFault,
  longestLabel,
  mostEntries,
  type ReadCalendar,
  singleSpaced,
} from './waste.entry.rules.ts';

type Column = 'date' | 'district' | 'label' | 'note';

/** Cells by which a head is recognised, and the column that they name. */
const heads: readonly (readonly [RegExp, Column])[] = [
  [/^(datum|date|tag|termin|abfuhrtag|abfuhrtermin|leerungstag)$/i, 'date'],
  [/^(bezirk|abfuhrbezirk|revier|gebiet|tour|ort|ortsteil|district)$/i, 'district'],
  [/^(abfallart|abfall|art|tonne|fraktion|behälter|bezeichnung|leerung|kind|waste)$/i, 'label'],
  [/^(hinweis|hinweise|bemerkung|anmerkung|notiz|note)$/i, 'note'],
];
/** Rows among which the head is looked for: titles stand above it. */
const mostTitles = 20;

interface Head {
  readonly row: number;
  readonly places: ReadonlyMap<Column, number>;
  /** Words of the head by column, as the file writes them. */
  readonly names: ReadonlyMap<Column, string>;
}

/**
 * Reads a list of dates: the head names the columns for date and waste, and perhaps district and note. User errors:
 * NOT_A_CALENDAR, HEAD_MISSING, TOO_MANY_ENTRIES.
 */
export function readWasteList(text: string): ReadCalendar {
  if (/^\s*<(!doctype|html|\?xml)/i.test(text.slice(0, 500))) throw refusal('NOT_A_CALENDAR', 'file');
  requireFewLines(text);
  const rows = readCsvRows(text);
  const head = findHead(rows);
  const read = rows.filter(({ row }) => row > head.row).map((row) => readRow(row, head));
  return {
    entries: read.flatMap((one) => ('code' in one ? [] : [one])),
    faults: read.flatMap((one) => ('code' in one ? [one] : [])),
    skipped: [],
    heads: { district: head.names.get('district') ?? null, label: head.names.get('label') ?? null },
  };
}

function requireFewLines(text: string): void {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) {
    if (++count > mostEntries + mostTitles) throw refusal('TOO_MANY_ENTRIES', 'file');
  }
}

function findHead(rows: readonly CsvRow[]): Head {
  for (const { row, cells } of rows.slice(0, mostTitles)) {
    const places = new Map<Column, number>();
    const names = new Map<Column, string>();
    for (const [i, cell] of cells.entries()) {
      const name = cell.trim();
      const column = heads.find(([pattern]) => pattern.test(name))?.[1];
      if (column === undefined || places.has(column)) continue;
      places.set(column, i);
      names.set(column, name);
    }
    if (places.has('date') && places.has('label')) return { row, places, names };
  }
  throw refusal('HEAD_MISSING', 'file');
}

function readRow({ row, cells }: CsvRow, { places, names }: Head): CalendarEntry | EntryFault {
  const cell = (column: Column): string => singleSpaced(cells[places.get(column) ?? -1] ?? '');
  const fault = (code: EntryFault['code'], column: Column): EntryFault => ({
    place: row,
    uid: null,
    code,
    column: names.get(column) ?? null,
    label: null,
  });
  const label = cell('label');
  if (cell('date') === '') return fault('DATE_MISSING', 'date');
  const date = readDate(cell('date'));
  if (date === undefined) return fault('BAD_DATE', 'date');
  if (label === '') return fault('LABEL_MISSING', 'label');
  if (label.length > longestLabel) return fault('TOO_LONG', 'label');
  if (places.has('district') && cell('district') === '') return fault('DISTRICT_MISSING', 'district');
  const movedFrom = readMovedFrom(cell('note')) ?? null;
  return {
    place: row,
    uid: null,
    district: places.has('district') ? cell('district') : null,
    label,
    date,
    movedFrom: movedFrom === date ? null : movedFrom,
  };
}
