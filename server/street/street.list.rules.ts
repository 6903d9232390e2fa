import type { Box } from '../area/area.geometry.rules.ts';
import { type CsvRow, readCsvRows } from '../kernel/csv.ts';
import { Refusal, refusal } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import { type Course, readCourse } from './street.line.rules.ts';
import { districtKey, readDistrict, readStreetName, streetKey, streetOfAddress } from './street.name.rules.ts';

/** Street that a list names. */
export interface ListedStreet {
  readonly name: string;
  readonly key: string;
  /** Absent: the list does not name districts, so a street of any district is the same. */
  readonly district?: string;
  readonly course?: Course;
}

/** Fault of a row; row numbers start at 1 and include the header, as in a spreadsheet. */
export interface StreetRowFault {
  readonly row: number;
  /**
   * One of STREET_COLUMNS, SAME_STREET_TWICE, TOO_SHORT, TOO_LONG, BAD_CHARACTERS, BAD_LINE, BAD_GEOMETRY, BAD_COORDINATES,
   * TOO_FEW_POINTS, TOO_MANY_POINTS, OUTSIDE_TOWN.
   */
  readonly code: string;
  /** Column name (name, district, line); null: the whole row. */
  readonly column: string | null;
}

export interface StreetList {
  readonly streets: readonly ListedStreet[];
  readonly faults: readonly StreetRowFault[];
}

/** Maximum number of rows of a list. */
const mostRows = 10_000;

const columns = ['name', 'district', 'line'] as const;
type Column = (typeof columns)[number];

/** Cells by which a header row of a list of streets is recognised, and the column that they name. */
const heads: readonly (readonly [RegExp, Column])[] = [
  [/^(name|street|stra(ß|ss)e|stra(ß|ss)enname)$/i, 'name'],
  [/^(district|ortsteil|stadtteil|ort)$/i, 'district'],
  [/^(line|linie|geometrie|geometry|geom|wkt|geojson)$/i, 'line'],
];

/**
 * Reads a CSV list of name, district and line, the last two optional: with a header in any order, or without one in this
 * order. `firstRow` is the number of the first row if the text is the continuation of a list. User errors: EMPTY_LIST,
 * TOO_MANY_ROWS.
 */
export function readStreetList(text: string, town: Box, firstRow = 1): StreetList {
  const rows = filledRows(text, firstRow);
  const header = headerOf(rows[0]);
  const places = header ?? new Map(columns.map((column, i) => [column, i]));
  const read = (header === undefined ? rows : rows.slice(1)).map((row) => readRow(row, places, town));
  return joined(read, (street, seen) => seen.has(`${street.key}|${districtKey(street.district ?? '')}`));
}

/** Cells by which the street is found in a list of addressees. */
const streetHead = /^(street|stra(ß|ss)e|anschrift)$/i;

/**
 * Reads the names of streets in a CSV list of addressees or of nothing but streets; house numbers and all other columns are
 * dropped here. A list without a header has the columns name, street with house number, postcode and town; other rows are
 * faults, so that no name of a person is taken for a street. Faults name the row and no contents. User errors: EMPTY_LIST,
 * TOO_MANY_ROWS.
 */
export function readAddressList(text: string, firstRow = 1): StreetList {
  const rows = filledRows(text, firstRow);
  const named = rows[0]?.cells.findIndex((cell) => streetHead.test(cell.trim())) ?? -1;
  const isBare = rows.every(({ cells }) => cells.length === 1);
  const place = named >= 0 ? named : isBare ? 0 : 1;
  const addresses = (named >= 0 ? rows.slice(1) : rows).filter(({ cells }) => !isBox(cells[place]));
  const read = addresses.map(({ row, cells }): RowResult => {
    const cell = cells[place];
    const isAddress = named >= 0 || isBare || (/\d/.test(cell ?? '') && /^\s*\d{5}\s*$/.test(cells[2] ?? ''));
    if (cell === undefined || !isAddress) return { faults: [{ row, code: 'STREET_COLUMNS', column: null }] };
    return checked(row, (check) => ({ name: readStreetName(check, streetOfAddress(cell)) }));
  });
  const { streets, faults } = joined(read, () => false);
  const spellings = Map.groupBy(streets, ({ key }) => key).values();
  return { streets: [...spellings].map(longestName), faults };
}

/** The spelling with the longest name, so that "Große Straße" wins over "Große Str."; the first of equal ones. */
function longestName(spellings: readonly ListedStreet[]): ListedStreet {
  return spellings.reduce((best, one) => (one.name.length > best.name.length ? one : best));
}

function isBox(cell = ''): boolean {
  return /^\s*postfach\b/i.test(cell);
}

function filledRows(text: string, firstRow: number): CsvRow[] {
  const rows = readCsvRows(text).map(({ row, cells }) => ({ row: row + firstRow - 1, cells }));
  if (rows.length === 0) throw refusal('EMPTY_LIST', 'csv');
  if (rows.length > mostRows) throw refusal('TOO_MANY_ROWS', 'csv');
  return rows;
}

/** Place of each column that the header names; undefined: the row is no header. */
function headerOf(row: CsvRow | undefined): ReadonlyMap<Column, number> | undefined {
  const places = new Map<Column, number>();
  for (const [i, cell] of (row?.cells ?? []).entries()) {
    const column = heads.find(([pattern]) => pattern.test(cell.trim()))?.[1];
    if (column !== undefined && !places.has(column)) places.set(column, i);
  }
  return places.has('name') ? places : undefined;
}

type RowResult = { readonly row: number; readonly street: ListedStreet } | { readonly faults: StreetRowFault[] };
type ReadStreet = Omit<ListedStreet, 'key'>;

function readRow({ row, cells }: CsvRow, places: ReadonlyMap<Column, number>, town: Box): RowResult {
  if (cells.length > Math.max(columns.length, ...[...places.values()].map((place) => place + 1)))
    return { faults: [{ row, code: 'STREET_COLUMNS', column: null }] };
  const cell = (column: Column): string => cells[places.get(column) ?? -1] ?? '';
  return checked(row, (check) => {
    const course = readCourse(check, cell('line'), town);
    const name = readStreetName(check, cell('name'));
    return { name, district: readDistrict(check, cell('district')), ...(course && { course }) };
  });
}

/** Street of a row, or its faults. */
function checked(row: number, read: (check: InputCheck) => ReadStreet): RowResult {
  const check = new InputCheck();
  try {
    const street = read(check);
    check.done();
    return { row, street: { ...street, key: streetKey(street.name) } };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { faults: error.userErrors.map(({ code, path }) => ({ row, code, column: path[0] ?? null })) };
  }
}

function joined(
  results: readonly RowResult[],
  isTwice: (street: ListedStreet, seen: ReadonlySet<string>) => boolean,
): StreetList {
  const streets: ListedStreet[] = [];
  const faults: StreetRowFault[] = [];
  const seen = new Set<string>();
  for (const result of results) {
    if ('faults' in result) faults.push(...result.faults);
    else if (isTwice(result.street, seen)) faults.push({ row: result.row, code: 'SAME_STREET_TWICE', column: null });
    else {
      streets.push(result.street);
      seen.add(`${result.street.key}|${districtKey(result.street.district ?? '')}`);
    }
  }
  return { streets, faults };
}
