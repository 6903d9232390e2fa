import Papa from 'papaparse';

/** Row of a list; numbers start at 1 and include the header, as in a spreadsheet. */
export interface CsvRow {
  readonly row: number;
  readonly cells: readonly string[];
}

/**
 * Rows of a CSV list with at least one cell that is not empty, separated by comma, semicolon or tab. Empty cells at the end
 * of a row, which spreadsheets write after the last column, are left out.
 */
export function readCsvRows(text: string): CsvRow[] {
  const { data } = Papa.parse<string[]>(text, { delimitersToGuess: [';', ',', '\t'], skipEmptyLines: false });
  return data.map((cells, i) => ({ row: i + 1, cells: withoutTail(cells) })).filter(({ cells }) => cells.length > 0);
}

/** Text in UTF-8 or, as some spreadsheets save it, Windows-1252. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

function withoutTail(cells: readonly string[]): readonly string[] {
  return cells.slice(0, cells.findLastIndex((cell) => cell.trim() !== '') + 1);
}
