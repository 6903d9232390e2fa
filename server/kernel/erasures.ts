import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Config } from './config.ts';
import type { Services } from './context.ts';

/**
 * Called at every start before the server listens, with the lines of the list of erased people, of whom a restored database
 * may still hold data. Several processes may call it at once, and again after a crash.
 */
export type ReplayErasures = (services: Services, lines: readonly string[]) => Promise<unknown>;

/** Name of the file with the list of erased people. */
export const erasuresName = 'erasures.log';

/**
 * List of erased people, one line each, beside the backups and not in them: a restored database holds the people whom
 * later lines name. Without BACKUP_DIR it stands in DATA_DIR. Undefined: nothing is stored on disk.
 */
export function erasuresFile({ backupDir, dataDir }: Pick<Config, 'backupDir' | 'dataDir'>): string | undefined {
  if (backupDir !== undefined) return join(backupDir, erasuresName);
  return dataDir.startsWith('memory:') ? undefined : join(dataDir, erasuresName);
}

/** Lines of the list; empty if there is none. */
export async function readErasures(file: string | undefined): Promise<string[]> {
  if (file === undefined) return [];
  try {
    const text = await readFile(file, 'utf8');
    return text.split('\n').filter((line) => line.trim() !== '');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}

/** Adds lines to the list; they are on the disk when the promise resolves. Without a list nothing is stored. */
export async function appendErasures(config: Config, lines: readonly object[]): Promise<void> {
  const file = erasuresFile(config);
  if (file === undefined || lines.length === 0) return;
  await mkdir(dirname(file), { recursive: true });
  await appendFile(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(''), { mode: 0o600 });
  const handle = await open(file, 'r+');
  await handle.sync();
  await handle.close();
}
