import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from '../../kernel/config.ts';
import { isAbsent, sync } from './disk.ts';

type Places = Pick<Config, 'backupDir' | 'dataDir'>;

/**
 * List of erased people, one line each, beside the backups and not in them: a restored database holds the people whom
 * later lines name. Without BACKUP_DIR it stands in DATA_DIR.
 */
export function erasuresFile({ backupDir, dataDir }: Places): string {
  return join(backupDir ?? dataDir, 'erasures.log');
}

/** Lines of the list; empty if there is none. */
export async function readErasures(file: string): Promise<string[]> {
  try {
    const text = await readFile(file, 'utf8');
    return text.split('\n').filter((line) => line.trim() !== '');
  } catch (error) {
    if (isAbsent(error)) return [];
    throw error;
  }
}

/** Adds the lines of `from`, the list beside the backup, to the list of this installation, which may be the same. */
export async function addErasures(from: string, to: string): Promise<void> {
  const present = new Set(await readErasures(to));
  const missing = (await readErasures(from)).filter((line) => !present.has(line));
  if (missing.length === 0) return;
  await writeFile(to, missing.map((line) => `${line}\n`).join(''), { flag: 'a', mode: 0o600, flush: true });
  await sync(dirname(to));
}
