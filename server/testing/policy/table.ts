import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from './actors.ts';

/** Row name → what each column must say. */
export type Table = ReadonlyMap<string, readonly string[]>;

/** What nobody asks, because it is about the asker alone. */
export const notAsked = '·';

/** The committed expectations. */
export function readTable(): Table {
  const text = readFileSync(join(import.meta.dirname, 'table.md'), 'utf8');
  const rows = text.split('\n').filter((line) => line.startsWith('| ') && !/^\| (field|---) \|/.test(line));
  return new Map(rows.map(readRow));
}

function readRow(line: string): [string, string[]] {
  const [name = '', ...cells] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  if (cells.length !== columns.length) throw new Error(`table.md: ${name} has ${cells.length} cells`);
  return [name, cells];
}

/** The same form, for reading and comparing. */
export function printTable(table: Table): string {
  const head = ['field', ...columns];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...[...table].map(([name, cells]) => line([name, ...cells]))].join(
    '\n',
  );
}
