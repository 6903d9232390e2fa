import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { makeAdmin } from '../../faults/harness/stage.ts';
import { bareEnvironment } from '../../faults/harness/processes.ts';
import { type Settings, startProduct } from '../../faults/harness/product.ts';
import { alone, compare, type Figures, interleave, worst } from '../harness/rounds.ts';
import type { Stage } from '../harness/stage.ts';
import type { Job } from '../job.ts';

const run = promisify(execFile);
const peer = 'pg_dump';

/** Time of an encrypted backup of PostgreSQL against that of pg_dump alone, and the pause of the embedded database. */
export const backup: Job = async (stage, options) => {
  const rows = options.isSmoke ? 2000 : 400_000;
  await stage.postgres.execute(stage.database, fillSql(rows));
  const folder = mkdtempSync(join(stage.product, 'backup-'));
  const keyed = await run(process.execPath, ['dist/server/backup.js', '--new-key', join(folder, 'key')], {
    cwd: stage.product,
    env: bareEnvironment(),
  });
  const BACKUP_RECIPIENT = /age1\w+/.exec(keyed.stdout)?.[0] ?? '';
  const own = { NODE_ENV: 'production', PUBLIC_URL: 'http://127.0.0.1', BACKUP_DIR: folder, BACKUP_RECIPIENT };
  const embedded = { ...own, SMTP_URL: stage.settings.SMTP_URL ?? '', DATA_DIR: join(folder, 'embedded') };
  await makeAdmin(stage.product, embedded);
  const small = await startProduct(stage.product, embedded);
  const turn = async (name: string): Promise<Figures> => {
    if (name === peer) return { s: await timeDump(stage, join(folder, 'peer.dump')) };
    const { durationMs } = await backUp(stage, { ...stage.settings, ...own });
    const { pauseMs } = await backUp(stage, embedded);
    return { s: durationMs / 1000, pause: pauseMs, MB: highestMemory(small.process.pid) };
  };
  const rounds = await interleave('backup', ['ours', peer], options.rounds, turn);
  await small.stop();
  return [
    ...compare(rounds, 's', peer, { what: 'encrypted backup of PostgreSQL', unit: 's', goal: { atMost: 1.2 } }),
    alone(rounds, 'pause', { what: 'pause of the embedded database in its backup', unit: 'ms' }),
    worst(rounds, 'MB', {
      what: 'highest memory of a server with the embedded database, with its backups',
      unit: 'MB',
    }),
  ];
};

/** Posts without readers: the dump consists mostly of texts, as that of a town does. */
function fillSql(rows: number): string {
  return `create table if not exists bench_text (id uuid primary key, body text, at timestamptz);
    insert into bench_text select gen_random_uuid(), md5(n::text) || repeat(md5((n * 7)::text) || ' ', 8), now()
      from generate_series(1, ${rows}) n`;
}

async function timeDump(stage: Stage, file: string): Promise<number> {
  const started = performance.now();
  await run('pg_dump', ['--format=custom', `--file=${file}`, `--dbname=${stage.settings.DATABASE_URL}`]);
  const seconds = (performance.now() - started) / 1000;
  rmSync(file);
  return seconds;
}

/** Highest memory of a process so far, in megabytes. */
function highestMemory(pid: number): number {
  const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Number(kilobytes) / 1024;
}

interface Times {
  readonly durationMs: number;
  readonly pauseMs: number;
}

/** Makes a backup by the command of the operator; the start of the program does not count. */
async function backUp(stage: Stage, settings: Settings): Promise<Times> {
  const env = { ...bareEnvironment(), ...settings };
  const { stdout } = await run(process.execPath, ['dist/server/backup.js'], { cwd: stage.product, env });
  const folder = /^(.+): complete/.exec(stdout)?.[1] ?? '';
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')) as Times;
}
