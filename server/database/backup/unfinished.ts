import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../../kernel/config.ts';

/** File in DATA_DIR while a restore is under way; it survives a restore that is interrupted. */
export function unfinishedFile(dataDir: string): string {
  return join(dataDir, 'restore.unfinished');
}

/** Throws ConfigError if DATA_DIR holds one half of a restored installation. */
export function refuseUnfinished({ dataDir }: Pick<Config, 'dataDir'>): void {
  if (dataDir.startsWith('memory:') || !existsSync(unfinishedFile(dataDir))) return;
  throw new ConfigError(
    `DATA_DIR ${dataDir} holds a restore that was interrupted: run it again with an empty database, or empty the folder`,
  );
}
