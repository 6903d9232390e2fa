import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { columns } from './actors.ts';

/** Expected words of the columns by name of the row. */
export type Table = ReadonlyMap<string, readonly string[]>;

/** Cell that is not tried, because its question concerns only the asker. */
export const notAsked = '·';

/** File of the committed expectations of a domain, relative to the repository. */
export function tableFile(domain: string): string {
  return domain === 'kernel' ? 'server/testing/policy/kernel.policy.md' : `server/${domain}/${domain}.policy.md`;
}

/** Committed expectations of a domain; empty if the domain has no such file. */
export function readTable(domain: string): Table {
  const file = join(import.meta.dirname, '../../..', tableFile(domain));
  if (!existsSync(file)) return new Map();
  const rows = readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (field|---) \|/.test(line));
  return new Map(rows.map((line) => readRow(file, line)));
}

function readRow(file: string, line: string): [string, string[]] {
  const [name = '', ...cells] = line
    .split('|')
    .slice(1, -1)
    .map((cell) => cell.trim());
  if (cells.length !== columns.length) throw new Error(`${file}: ${name} has ${cells.length} cells`);
  return [name, cells];
}

/** Markdown of a table in the format of the committed files. */
export function printTable(table: Table): string {
  const head = ['field', ...columns];
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...[...table].map(([name, cells]) => line([name, ...cells]))].join(
    '\n',
  );
}
