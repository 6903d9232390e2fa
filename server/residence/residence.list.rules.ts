import Papa from 'papaparse';
import { Refusal } from '../kernel/errors.ts';
import type { UserErrorCode } from '../kernel/names.ts';
import { type Addressee, addresseeText, addressParts, readAddressee } from './residence.addressee.rules.ts';
import { maxLetters } from './residence.rules.ts';

/** Fault of a row; row numbers start at 1 and include the header, as in a spreadsheet. */
export interface RowFault {
  readonly row: number;
  /** One of WRONG_COLUMNS, TOO_SHORT, TOO_LONG, BAD_CHARACTERS, BAD_POSTCODE, SAME_ADDRESSEE_TWICE. */
  readonly code: string;
  /** Column name (name, street, postcode, city); null: the whole row. */
  readonly column: string | null;
}
export interface AddresseeList {
  readonly addressees: readonly Addressee[];
  readonly faults: readonly RowFault[];
}

/** Cells by which a header row is recognised. */
const heads = /^(name|vor- und nachname|empfänger|street|straße|strasse|anschrift)$/i;

/**
 * Parses a CSV list of name, street, postcode and city: with or without header, separated by comma, semicolon or tab,
 * in UTF-8 or Windows-1252. User errors: EMPTY_LIST, TOO_MANY_ROWS.
 */
export function readList(bytes: Uint8Array): AddresseeList {
  const { data } = Papa.parse<string[]>(decode(bytes), { delimitersToGuess: [';', ',', '\t'], skipEmptyLines: false });
  const rows = data.map((cells, i) => ({ row: i + 1, cells: withoutTail(cells) }));
  const [head] = rows;
  if (head?.cells.some((cell) => heads.test(cell.trim())) === true) rows.shift();
  const filled = rows.filter(({ cells }) => cells.length > 0);
  if (filled.length === 0) throw refusal('EMPTY_LIST', 'no rows');
  if (filled.length > maxLetters) throw refusal('TOO_MANY_ROWS', `at most ${maxLetters} rows`);
  return judge(filled);
}

interface Row {
  readonly row: number;
  readonly cells: readonly string[];
}

function judge(rows: readonly Row[]): AddresseeList {
  const addressees: Addressee[] = [];
  const faults: RowFault[] = [];
  const seen = new Set<string>();
  for (const one of rows) {
    const found = readRow(one);
    if (Array.isArray(found)) faults.push(...found);
    else {
      const text = addresseeText('', found.addressee);
      if (seen.has(text)) faults.push({ row: one.row, code: 'SAME_ADDRESSEE_TWICE', column: null });
      else addressees.push(found.addressee);
      seen.add(text);
    }
  }
  return { addressees, faults };
}

function readRow({ row, cells }: Row): { readonly addressee: Addressee } | RowFault[] {
  if (cells.length !== addressParts.length) return [{ row, code: 'WRONG_COLUMNS', column: null }];
  const [name = '', street = '', postcode = '', city = ''] = cells;
  try {
    return { addressee: readAddressee({ name, street, postcode, city }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.userErrors.map(({ code, path }) => ({ row, code, column: path[0] ?? null }));
  }
}

/** Cells without trailing empty ones, which spreadsheets write after the last column. */
function withoutTail(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function refusal(code: UserErrorCode, message: string): Refusal {
  return new Refusal({ code, message, path: ['list'] });
}
