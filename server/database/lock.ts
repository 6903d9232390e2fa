import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError } from '../kernel/config.ts';

/**
 * Locks the data folder, because PGlite does not and two processes would destroy the database. Returns the release;
 * throws ConfigError if another process holds the lock.
 */
export function lockDataDir(config: Config): () => void {
  if (config.databaseUrl !== undefined || config.dataDir.startsWith('memory:')) return () => undefined;
  makeFolder(config.dataDir);
  const file = join(config.dataDir, lockName);
  const owner = ownerOf(config);
  if (owner !== undefined) {
    throw new ConfigError(`DATA_DIR ${config.dataDir} is in use by process ${owner}: stop it first`);
  }
  rmSync(file, { force: true }); // left by a process that was killed
  claim(file, config.dataDir);
  return () => {
    rmSync(file, { force: true });
  };
}

const lockName = 'pglite.pid';

/** Id of the other process that holds the lock; undefined: none. */
export function ownerOf({ dataDir }: Pick<Config, 'dataDir'>): number | undefined {
  const owner = readOwner(join(dataDir, lockName));
  return owner !== undefined && isAlive(owner) ? owner : undefined;
}

function makeFolder(dataDir: string): void {
  try {
    mkdirSync(dataDir, { recursive: true });
  } catch (error) {
    throw new ConfigError(`DATA_DIR ${dataDir} cannot be made: ${error instanceof Error ? error.message : ''}`);
  }
}

/** Creates the lock file. The flag `wx` makes one of two simultaneous processes fail. */
function claim(file: string, dataDir: string): void {
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch {
    throw new ConfigError(`DATA_DIR ${dataDir} cannot be locked: another process is starting, or it is not writable`);
  }
}

function readOwner(file: string): number | undefined {
  try {
    return Number(readFileSync(file, 'utf8')) || undefined;
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
