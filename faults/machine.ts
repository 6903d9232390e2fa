import { cpSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { copyDatabase, startPostgres } from './harness/postgres.ts';
import type { Findings, StagedScenario } from './harness/scenario.ts';
import { smallTown } from './harness/smallTown.ts';
import type { Stage } from './harness/stage.ts';
import { mountSmallDisk } from './harness/tmpfs.ts';
import { runWithWrongClocks } from './machine/clocks.ts';
import { fillDisk } from './machine/fullDisk.ts';
import { forbidChanges } from './machine/readOnly.ts';

export const fullDisk: StagedScenario = {
  name: 'fulldisk',
  promise: 'the disk of PGlite and photos is full: reported, writes UNAVAILABLE, no half file, acknowledged and lost 0',
  control: {
    title: 'half a file stays when the disk is full',
    patches: [
      { file: 'server/kernel/files.ts', find: 'await rm(half, { force: true });', replace: '' },
      {
        file: 'server/media/media.service.ts',
        find: 'await removeFiles({ files }, photo)',
        replace: 'await Promise.resolve(photo)',
      },
    ],
  },
  attempt: fillPglite,
};

export const fullDatabase: StagedScenario = {
  name: 'fulldatabase',
  promise: 'the disk of PostgreSQL is full: reported, writes UNAVAILABLE, acknowledged and lost 0',
  control: {
    title: 'a full disk counts as an error of the program',
    patches: [{ file: 'server/kernel/outage.ts', find: "['53100', 'DISK_FULL'],", replace: '' }],
  },
  attempt: fillPostgres,
};

export const readOnly: StagedScenario = {
  name: 'readonly',
  promise: 'the database accepts no changes: reported, writes UNAVAILABLE, reading goes on, acknowledged and lost 0',
  control: {
    title: 'a database without changes counts as an error of the program',
    patches: [
      { file: 'server/kernel/outage.ts', find: "['25006', 'DATABASE_READ_ONLY'],", replace: '' },
      { file: 'server/kernel/machine.probes.ts', find: 'if (is_read_only)', replace: 'if (is_read_only === null)' },
    ],
  },
  attempt: forbidChanges,
};

export const wrongClock: StagedScenario = {
  name: 'clock',
  promise: 'the clock of a process is wrong by 70 min or 50 s: polls, sessions, codes and links follow the database',
  control: {
    title: 'the clock of the process decides',
    patches: [
      {
        file: 'server/services.ts',
        find: 'config.databaseUrl === undefined ? new Date() : clock.now()',
        replace: 'new Date()',
      },
    ],
  },
  attempt: runWithWrongClocks,
};

async function fillPglite(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const disk = await mountSmallDisk(stage.folder('small-disk'), 400);
  if (typeof disk === 'string') return skipped(disk);
  const { settings, town } = await smallTown(stage, isControl);
  const DATA_DIR = join(disk.folder, 'data');
  cpSync(String(settings.DATA_DIR), DATA_DIR, { recursive: true });
  const files = join(DATA_DIR, 'files');
  return fillDisk({ folder, settings: { ...settings, DATA_DIR }, town, disk, files, revive: () => Promise.resolve() });
}

/** The cluster alone is on the full disk; photos are elsewhere. */
async function fillPostgres(stage: Stage, folder: string): Promise<Findings> {
  const disk = await mountSmallDisk(stage.folder('small-disk'), 400);
  if (typeof disk === 'string') return skipped(disk);
  const { database: _database, DATABASE_URL, ...services } = await stage.copyTown();
  const cluster = await startPostgres(join(disk.folder, 'postgres'));
  const DATA_DIR = stage.folder('photos');
  const files = join(DATA_DIR, 'files');
  mkdirSync(files);
  const own = { ...services, DATABASE_URL: await copyDatabase(String(DATABASE_URL), cluster, 'town'), DATA_DIR };
  const revive = async (): Promise<void> => {
    const isUp = await cluster.rows('town', 'select 1 as one').catch(() => []);
    if (isUp.length === 0) await cluster.restart('immediate');
  };
  return fillDisk({ folder, settings: own, town: stage.town, disk, files, revive });
}

function skipped(reason: string): Findings {
  return { figures: {}, problems: [], skipped: reason };
}
