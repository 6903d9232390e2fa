import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { freePort } from '../harness/ports.ts';
import { bareEnvironment, type Exit, type Started } from '../harness/processes.ts';
import { launch, type Settings } from '../harness/product.ts';
import type { Problems } from '../harness/scenario.ts';

interface Refusal {
  readonly name: string;
  readonly settings: Settings;
  /** Pattern that the output for the operator must match. */
  readonly says: RegExp;
}

/**
 * Starts the server with unusable settings: each start must end with a clear message and an exit code other than 0.
 * Returns "n of m".
 */
export async function tryRefusals(folder: string, services: Settings, problems: Problems): Promise<string> {
  const nowhere = await freePort();
  const whole: Settings = { ...services, PUBLIC_URL: 'http://127.0.0.1' };
  const without = (name: string): Settings => Object.fromEntries(Object.entries(whole).filter(([key]) => key !== name));
  const refusals: readonly Refusal[] = [
    { name: 'no PUBLIC_URL', settings: without('PUBLIC_URL'), says: /PUBLIC_URL/ },
    { name: 'no SMTP_URL', settings: without('SMTP_URL'), says: /SMTP_URL/ },
    { name: 'nothing at all', settings: { DATA_DIR: join(folder, 'nothing') }, says: /PUBLIC_URL and SMTP_URL/ },
    { name: 'DATABASE_URL that is none', settings: { ...whole, DATABASE_URL: 'postgres' }, says: /DATABASE_URL/ },
    {
      name: 'DATABASE_URL that leads nowhere',
      settings: { ...whole, DATABASE_URL: `postgres://postgres@127.0.0.1:${nowhere}/town` },
      says: /DATABASE_URL.*ECONNREFUSED/s,
    },
    {
      name: 'DATABASE_URL with a mistyped name',
      settings: { ...whole, DATABASE_URL: String(whole.DATABASE_URL).replace(/\/[^/]*$/, '/no_such_town') },
      says: /DATABASE_URL.*no_such_town.*does not exist/s,
    },
    {
      name: 'DATABASE_URL of somebody the database does not know',
      settings: { ...whole, DATABASE_URL: String(whole.DATABASE_URL).replace('postgres@', 'nobody@') },
      says: /DATABASE_URL.*does not exist/s,
    },
    { name: 'REDIS_URL that is none', settings: { ...whole, REDIS_URL: 'localhost' }, says: /REDIS_URL/ },
    {
      name: 'REDIS_URL that leads nowhere',
      settings: { ...whole, REDIS_URL: `redis://127.0.0.1:${nowhere}` },
      says: /REDIS_URL/,
    },
    { name: 'PORT that is none', settings: { ...whole, PORT: 'http' }, says: /PORT/ },
  ];
  const refused = await Promise.all(refusals.map((refusal) => tryOne(folder, refusal, problems)));
  return `${refused.filter(Boolean).length} of ${refusals.length}`;
}

async function tryOne(folder: string, { name, settings, says }: Refusal, problems: Problems): Promise<boolean> {
  const process = launch(folder, { NODE_ENV: 'production', PORT: '0', ...settings });
  const exit = await endOf(process);
  if (exit === undefined) process.kill('SIGKILL');
  const isRefused = exit !== undefined && exit.code !== null && exit.code !== 0;
  problems.require(isRefused, `${name}: ${exit === undefined ? 'started' : `exit code ${exit.code}`}`);
  problems.require(says.test(process.output()), `${name}: says ${process.output().slice(0, 200)}`);
  problems.require(!/^\s+at /m.test(process.output()), `${name}: prints a stack trace`);
  return isRefused && says.test(process.output());
}

/** A second server and the admin command on the same data directory must be refused while the first server runs. */
export async function trySecondProcess(folder: string, settings: Settings, problems: Problems): Promise<void> {
  const second = launch(folder, { NODE_ENV: 'production', PORT: '0', PUBLIC_URL: 'http://127.0.0.1', ...settings });
  const exit = await endOf(second);
  if (exit === undefined) second.kill('SIGKILL');
  problems.require(
    (exit?.code ?? 0) !== 0,
    `second process on one folder: ${exit === undefined ? 'started' : 'exit 0'}`,
  );
  problems.require(
    /in use by process \d+/.test(second.output()),
    `second process says ${second.output().slice(0, 200)}`,
  );
  const admin = await runAdmin(folder, settings);
  problems.require(admin.code !== 0, 'the admin command ran beside the server');
  problems.require(/in use by process \d+/.test(admin.output), `the admin command says ${admin.output.slice(0, 200)}`);
}

function runAdmin(folder: string, settings: Settings): Promise<{ code: number; output: string }> {
  const env = { ...bareEnvironment(), NODE_ENV: 'production', PUBLIC_URL: 'http://127.0.0.1', ...settings };
  const args = ['run', '--silent', 'admin', '--', '--email', 'zweite@example.org'];
  return new Promise((done) => {
    execFile('npm', args, { cwd: folder, env }, (error, stdout, stderr) => {
      done({ code: error === null ? 0 : Number(error.code ?? 1), output: stdout + stderr });
    });
  });
}

/** How the process ended; undefined as soon as it prints that it runs, or after 30 s. */
async function endOf(process: Started): Promise<Exit | undefined> {
  const runs = process.prints(/installation mode: /, 30_000);
  const ended = process.exited.then((exit): Exit | undefined => exit);
  return Promise.race([ended, runs.then(() => (process.hasEnded() ? ended : undefined))]);
}
