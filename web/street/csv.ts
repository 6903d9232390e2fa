/** Largest part of a list that one request carries, in bytes; the server refuses requests over 100 kB. */
const mostBytes = 60_000;

/** Part of a list: whole rows, and the number of the first one. */
export interface CsvPart {
  readonly csv: string;
  readonly firstRow: number;
}

/** Text of a file in UTF-8 or, as some spreadsheets save it, Windows-1252. */
export function decodeFile(bytes: ArrayBuffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/**
 * Cuts a list into parts that a request can carry. Line breaks between quotation marks do not end a row. Each part but the
 * first begins with the header, so its first row number is one less than that of its first own row.
 */
export function partsOf(text: string, limit = mostBytes): CsvPart[] {
  const rows = rowsIn(text);
  const [head = ''] = rows;
  const parts: CsvPart[] = [];
  let lines: string[] = [];
  let bytes = 0;
  let firstRow = 1;
  for (const [i, row] of rows.entries()) {
    const size = new TextEncoder().encode(JSON.stringify(row)).length;
    if (lines.length > 0 && bytes + size > limit) {
      parts.push({ csv: lines.join('\n'), firstRow });
      lines = hasHeader(head) ? [head] : [];
      firstRow = i + 1 - lines.length;
      bytes = 0;
    }
    lines.push(row);
    bytes += size;
  }
  return lines.length === 0 ? parts : [...parts, { csv: lines.join('\n'), firstRow }];
}

/** Names of columns by which the server knows a header, too. */
function hasHeader(row: string): boolean {
  return /(^|[;,\t"])\s*(name|street|stra(ß|ss)e|stra(ß|ss)enname)\s*($|[;,\t"])/i.test(row.replace(/^\u{feff}/u, ''));
}

/** Rows of a list; a line break between quotation marks belongs to its cell. */
export function rowsIn(text: string): string[] {
  const rows: string[] = [];
  let row: string[] = [];
  for (const line of text.split(/\r?\n/)) {
    row.push(line);
    const quotes = row.join('').split('"').length - 1;
    if (quotes % 2 === 1) continue;
    rows.push(row.join('\n'));
    row = [];
  }
  return row.length > 0 ? [...rows, row.join('\n')] : rows;
}

/** Streets in a list of addressees, and the number of rows in which no address was found. */
export interface StreetNames {
  readonly names: readonly string[];
  readonly skipped: number;
}

/**
 * Names of the streets in a list of addressees, each once, as a list for the server: the names of people and the house numbers
 * do not leave the browser. Without a header the columns are name, street with house number, postcode and town, and rows of
 * another form are left out; the server reads lists in the same way.
 */
export function streetNamesIn(text: string): StreetNames {
  const rows = rowsIn(text.replace(/^\u{feff}/u, '')).filter((row) => /[^\s;,]/.test(row));
  const mark = [';', '\t', ','].find((one) => rows[0]?.includes(one)) ?? ';';
  const cells = rows.map((row) => cellsIn(row, mark));
  const named = cells[0]?.findIndex((cell) => /^(street|stra(ß|ss)e|anschrift)$/i.test(cell)) ?? -1;
  const isBare = cells.every((row) => row.length === 1);
  const place = named >= 0 ? named : isBare ? 0 : 1;
  const addresses = (named >= 0 ? cells.slice(1) : cells).filter((row) => !/^postfach\b/i.test(row[place] ?? ''));
  const fitting = addresses.filter(
    (row) => named >= 0 || isBare || (/\d/.test(row[place] ?? '') && /^\d{5}$/.test(row[2] ?? '')),
  );
  const names = fitting.map((row) => streetOfAddress(row[place] ?? '')).filter(Boolean);
  return { names: [...new Set(names)], skipped: addresses.length - names.length };
}

function cellsIn(row: string, mark: string): string[] {
  const cells: string[] = [];
  let cell = '';
  let isQuoted = false;
  for (const sign of row) {
    if (sign === '"') isQuoted = !isQuoted;
    else if (sign === mark && !isQuoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += sign;
  }
  return [...cells, cell.trim()];
}

/** "Straße des 17. Juni 5 a" is "Straße des 17. Juni", and "Rheinweg 5, bei Berg" is "Rheinweg". */
function streetOfAddress(line: string): string {
  const [address = ''] = line.split(/[,;(]|\sc\/o\b/i);
  return address.replace(/[\s.]+\d+(?!\d|\.\s*\p{L}).*$/u, '').trim();
}
