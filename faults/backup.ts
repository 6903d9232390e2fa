import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Installation, makeKeyFile } from './backup/commands.ts';
import { useBadFolders } from './backup/disks.ts';
import { killBackups, killRestores } from './backup/kills.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { smallTown } from './harness/smallTown.ts';
import type { Stage } from './harness/stage.ts';

export const backups: StagedScenario = {
  name: 'backup',
  promise: 'kill -9 during backups and restores, on PostgreSQL and PGlite: each is complete, or refused',
  control: {
    title: 'a backup has its name before it is complete',
    patches: [
      {
        file: 'server/database/backup/make.ts',
        find: 'const half = join(root, `${unfinished}${randomUUID()}`);',
        replace: 'const half = join(root, backupName(new Date(state.createdAt)));',
      },
    ],
  },
  attempt: killEverything,
};

const photoCount = 300;

async function killEverything(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const kills = stage.isShort ? 3 : 10;
  const { database: _database, ...town } = await stage.copyTown();
  const small = await smallTown(stage, isControl);
  const installations: Readonly<Record<string, Installation>> = {
    PostgreSQL: await furnish(stage, folder, { ...town, DATA_DIR: stage.folder('backed-up') }),
    PGlite: await furnish(stage, folder, small.settings),
  };
  const problems: string[] = [];
  const figures: Record<string, string> = {};
  for (const [name, installation] of Object.entries(installations)) {
    const found = new Problems();
    figures[name] = await judge(stage, installation, kills, found, isControl);
    problems.push(...found.list.map((problem) => `${name}, ${problem}`));
    if (isControl && problems.length > 0) break;
  }
  return { figures, problems };
}

async function judge(
  stage: Stage,
  installation: Installation,
  kills: number,
  problems: Problems,
  isControl: boolean,
): Promise<string> {
  const made = `backups killed ${kills}: ${await killBackups(installation, kills, problems)}`;
  if (isControl) return made;
  const restored = `restores killed ${kills}: ${await killRestores(stage, installation, kills, problems)}`;
  return `${made}; ${restored}; bad folders: ${await useBadFolders(stage, installation, problems)}`;
}

/** Adds photos, a folder for backups and a key to the settings of an installation. */
async function furnish(stage: Stage, folder: string, settings: Installation['settings']): Promise<Installation> {
  const photos = join(String(settings.DATA_DIR), 'files', 'fa');
  mkdirSync(photos, { recursive: true });
  for (let n = 0; n < photoCount; n++) writeFileSync(join(photos, `fa${n}-small.webp`), Buffer.alloc(20_000, n));
  const backupDir = stage.folder('backups');
  const { keyFile, recipient } = await makeKeyFile(folder, stage.folder('key'));
  const own = { ...settings, BACKUP_DIR: backupDir, BACKUP_RECIPIENT: recipient, PUBLIC_URL: 'http://127.0.0.1:4000' };
  return { folder, settings: { NODE_ENV: 'production', LOG_LEVEL: 'warn', ...own }, backupDir, keyFile };
}
