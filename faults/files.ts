import { chmodSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  canBecomeOther,
  copyReadOnly,
  findForeignFiles,
  giveToOther,
  removeFiles,
  startAsOther,
} from './files/otherUser.ts';
import { openSecretPoll } from './harness/ballots.ts';
import { freePort } from './harness/ports.ts';
import { isReady, type Settings } from './harness/product.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { smallTown } from './harness/smallTown.ts';
import type { Stage } from './harness/stage.ts';
import { judgeWords, openLedger, writeAll } from './machine/writes.ts';

export const files: StagedScenario = {
  name: 'files',
  promise: 'as another user, in a read-only folder, the server writes only to DATA_DIR, BACKUP_DIR and KEY_DIR',
  control: {
    title: 'the server keeps a file in /var/tmp',
    patches: [
      {
        file: 'server/main.ts',
        find: "import cluster from 'node:cluster';",
        replace:
          "import cluster from 'node:cluster';\nimport { writeFileSync } from 'node:fs';\nwriteFileSync(`/var/tmp/ortsfunk-planted-${process.pid}`, 'x');",
      },
    ],
  },
  attempt: runAsOther,
};

async function runAsOther(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const problems = new Problems();
  if (!(await canBecomeOther())) return { figures: {}, problems: [], skipped: 'only root can become another user' };
  const { settings, town } = await smallTown(stage, isControl);
  const own = {
    DATA_DIR: String(settings.DATA_DIR),
    BACKUP_DIR: stage.folder('own-backups'),
    KEY_DIR: stage.folder('own-keys'),
  };
  const allowed = Object.values(own);
  for (const path of allowed) await giveToOther(path);
  chmodSync(join(own.DATA_DIR, '..'), 0o755);
  const image = stage.folder('image');
  chmodSync(image, 0o755);
  await copyReadOnly(folder, image);
  const before = await findForeignFiles(allowed);
  const port = await freePort();
  const env: Settings = {
    ...settings,
    ...own,
    NODE_ENV: 'production',
    TRUST_PROXY: '1',
    LOG_LEVEL: 'warn',
    PORT: String(port),
    PUBLIC_URL: `http://127.0.0.1:${port}`,
  };
  const server = startAsOther(image, ['dist/server/main.js'], env);
  if (!(await isReady(server, port))) throw new Error(`did not start: ${server.output()}`);

  const ledger = await openLedger(port, town, problems);
  judgeWords('as another user', await writeAll(ledger, town.people.slice(0, 10)), ['accepted'], problems);
  await openSecretPoll(port, town.admin, town.groupId);
  const backup = startAsOther(image, ['dist/server/backup.js'], env);
  problems.equal(`exit code of the backup: ${backup.output()}`, (await backup.exited).code, 0);
  problems.require(readdirSync(own.KEY_DIR).length > 0, 'no key of the secret poll in KEY_DIR');
  problems.require(
    readdirSync(own.BACKUP_DIR).some((name) => /^\d{4}-/.test(name)),
    'no backup in BACKUP_DIR',
  );
  server.kill('SIGTERM');
  problems.equal('exit code', (await server.exited).code, 0);

  const strange = (await findForeignFiles(allowed)).filter((path) => !before.includes(path));
  for (const path of strange) problems.require(false, `written elsewhere: ${path}`);
  removeFiles(strange);
  return {
    figures: {
      kept: `${ledger.votes.size} votes, ${ledger.reports.length} reports, ${ledger.photos.length} photos, 1 backup, 1 key`,
      'files elsewhere': strange.length,
    },
    problems: problems.list,
  };
}
