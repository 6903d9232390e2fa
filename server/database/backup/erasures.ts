import { writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { readErasures } from '../../kernel/erasures.ts';
import { sync } from './disk.ts';

/** Adds the lines of `from`, the list beside the backup, to the list of this installation, which may be the same. */
export async function addErasures(from: string, to: string): Promise<void> {
  const present = new Set(await readErasures(to));
  const missing = (await readErasures(from)).filter((line) => !present.has(line));
  if (missing.length === 0) return;
  await writeFile(to, missing.map((line) => `${line}\n`).join(''), { flag: 'a', mode: 0o600, flush: true });
  await sync(dirname(to));
}
