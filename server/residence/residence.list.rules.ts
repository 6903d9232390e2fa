import { type CsvRow, decodeText, readCsvRows } from '../kernel/csv.ts';
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
  const rows = readCsvRows(decodeText(bytes));
  const [head] = rows;
  if (head?.cells.some((cell) => heads.test(cell.trim())) === true) rows.shift();
  if (rows.length === 0) throw refusal('EMPTY_LIST', 'no rows');
  if (rows.length > maxLetters) throw refusal('TOO_MANY_ROWS', `at most ${maxLetters} rows`);
  return judge(rows);
}

function judge(rows: readonly CsvRow[]): AddresseeList {
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

function readRow({ row, cells }: CsvRow): { readonly addressee: Addressee } | RowFault[] {
  if (cells.length !== addressParts.length) return [{ row, code: 'WRONG_COLUMNS', column: null }];
  const [name = '', street = '', postcode = '', city = ''] = cells;
  try {
    return { addressee: readAddressee({ name, street, postcode, city }) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return error.userErrors.map(({ code, path }) => ({ row, code, column: path[0] ?? null }));
  }
}

function refusal(code: UserErrorCode, message: string): Refusal {
  return new Refusal({ code, message, path: ['list'] });
}
