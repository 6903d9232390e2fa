import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { type DatabaseClock, secondsAhead } from './clock.ts';
import type { Config } from './config.ts';
import type { Finding, Probe } from './machine.ts';
import { writeFaultOf } from './outage.ts';

/** Least free space of a folder in MB: two segments of the write-ahead log of PGlite. */
const leastFreeMb = 32;

/** Probes of this process: its folders, and its database. */
export function machineProbes(config: Config, em: SqlEntityManager, clock: DatabaseClock): Probe[] {
  const { dataDir, keyDir, databaseUrl } = config;
  const folders = dataDir.startsWith('memory:') ? [] : [folderProbe('DATA_DIR', dataDir)];
  if (keyDir !== undefined) folders.push(folderProbe('KEY_DIR', keyDir));
  // PGlite runs in this process: it has the clock of the process, and its disk is DATA_DIR.
  if (databaseUrl === undefined) return [...folders, () => probeAccess(em)];
  return [...folders, () => probeAccess(em, clock), () => probeDatabaseDisk(em)];
}

/** Probe of a folder that the process writes to. A folder that does not exist yet has no fault. */
export function folderProbe(setting: string, folder: string): Probe {
  return async () => {
    try {
      await access(folder, constants.W_OK);
      const { bavail, bsize, files, ffree } = await statfs(resolve(folder));
      const freeMb = Math.floor((bavail * bsize) / 2 ** 20);
      if (freeMb < leastFreeMb) {
        return [{ fault: 'DISK_FULL', details: `${setting} has ${freeMb} MB left, it needs ${leastFreeMb}` }];
      }
      return files > 0 && ffree === 0 ? [{ fault: 'DISK_FULL', details: `${setting} has no inode left` }] : [];
    } catch (error) {
      const fault = error instanceof Error ? writeFaultOf(error) : undefined;
      return fault === undefined ? [] : [{ fault, details: `${setting} cannot be written to` }];
    }
  };
}

const accessSql = `
select extract(epoch from clock_timestamp())::float8 * 1000 as ms,
       current_setting('transaction_read_only') = 'on' as is_read_only`;

/** Reads whether the database accepts changes (a standby does not) and, if there is a `clock`, its time. */
async function probeAccess(em: SqlEntityManager, clock?: DatabaseClock): Promise<readonly Finding[]> {
  const askedAt = performance.now();
  const rows: { ms: number; is_read_only: boolean }[] = await em.fork().execute(accessSql);
  const answeredAt = performance.now();
  const processMs = Date.now();
  const findings: Finding[] = [];
  for (const { ms: databaseMs, is_read_only } of rows) {
    if (is_read_only) findings.push({ fault: 'DATABASE_READ_ONLY', details: 'the database accepts no changes' });
    const reading = { databaseMs, askedAt, answeredAt };
    const seconds = clock === undefined ? 0 : secondsAhead(reading, processMs);
    if (seconds !== 0) findings.push({ fault: 'CLOCK_WRONG', details: describe(seconds) });
    clock?.correct(reading);
  }
  return findings;
}

function describe(seconds: number): string {
  const direction = seconds > 0 ? 'ahead of' : 'behind';
  return `the clock of the process is ${Math.abs(seconds)} s ${direction} the clock of the database`;
}

/**
 * Sorts some rows with too little memory, so that PostgreSQL needs a temporary file of 300 kB. It changes no table and
 * writes no log, and works on a standby. On a full disk it fails with 53100.
 */
async function probeDatabaseDisk(em: SqlEntityManager): Promise<readonly Finding[]> {
  try {
    await em.fork().transactional(async (inner) => {
      await inner.execute("set local work_mem = '64kB'");
      await inner.execute('select count(*) from (select n from generate_series(1, 20000) n order by -n offset 0) t');
    });
    return [];
  } catch (error) {
    const fault = error instanceof Error ? writeFaultOf(error) : undefined;
    if (fault === undefined) throw error;
    return [{ fault, details: 'the database cannot write a temporary file' }];
  }
}
