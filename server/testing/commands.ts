import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Command } from '../database/command.ts';
import { readConfig } from '../kernel/config.ts';
import { type StartedServices, startServices } from '../services.ts';
import { testConfig } from './config.ts';
import { pgliteDump } from './server.ts';

const root = resolve(import.meta.dirname, '../..');

export interface Outcome {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

type Settings = Readonly<Record<string, string>>;

/** Installation on the embedded database. Only one process, and in it one command or server, may use it at a time. */
export interface Installation {
  /** Folder for files of the test, DATA_DIR included; `remove` deletes it. */
  readonly folder: string;
  readonly dataDir: string;
  /** Environment of its commands. */
  readonly settings: Settings;
  /** Runs a command inside the test's process. `more`: further settings. */
  run(command: Command, argv: readonly string[], more?: Settings): Promise<Outcome>;
  /** Calls `look` with services on the database, and closes them. */
  withServices<Found>(look: (services: StartedServices) => Promise<Found>): Promise<Found>;
  /** Calls `work` while the database looks as if another process had opened it. */
  whileInUse<Found>(work: () => Promise<Found>): Promise<Found>;
  remove(): void;
}

/** Makes an installation without towns; `prepare` adds what the tests need. */
export async function givenInstallation(
  prepare: (services: StartedServices) => Promise<unknown> = () => Promise.resolve(),
): Promise<Installation> {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-commands-'));
  const dataDir = join(folder, 'data');
  const settings = {
    NODE_ENV: 'production',
    DATA_DIR: dataDir,
    PORT: '4000',
    LOG_LEVEL: 'fatal',
    PUBLIC_URL: 'https://ort.example',
    SMTP_URL: 'smtp://127.0.0.1:9',
  };
  const config = testConfig({ dataDir });
  const withServices: Installation['withServices'] = async (look) => {
    const services = await startServices(config, { pgliteOptions: pgliteDump(config) });
    try {
      return await look(services);
    } finally {
      await services.close();
    }
  };
  await withServices(prepare);

  return {
    folder,
    dataDir,
    settings,
    run: (command, argv, more = {}) => runHere(command, argv, { ...settings, ...more }),
    withServices,
    whileInUse: async (work) => {
      const lock = join(dataDir, 'pglite.pid');
      writeFileSync(lock, String(process.ppid));
      try {
        return await work();
      } finally {
        rmSync(lock);
      }
    },
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}

/** Throws if the command leaves a listener of the process, which would outlive it in a test. */
async function runHere(command: Command, argv: readonly string[], settings: Settings): Promise<Outcome> {
  const before = describeListeners();
  let out = '';
  let err = '';
  const code = await command(argv, {
    readConfig: () => readConfig(settings),
    out: (lines) => (out += `${lines}\n`),
    err: (lines) => (err += `${lines}\n`),
  });
  const after = describeListeners();
  if (after !== before) throw new Error(`the command left listeners of the process: ${before}; now ${after}`);
  return { code, out, err };
}

/** Numbers of listeners by event. All logs of a process share one for `exit`, which comes and goes with the logs. */
function describeListeners(): string {
  const names = process.eventNames() as NodeJS.Signals[];
  const counts = names.map((name) => `${name} ${process.listenerCount(name)}`);
  return counts
    .filter((count) => count !== 'exit 1')
    .sort()
    .join(', ');
}

export interface BuiltCommands {
  /** Runs the command with this name as a process of its own. */
  run(name: string, argv: readonly string[], settings: Settings): Promise<Outcome>;
  remove(): void;
}

/** Builds the commands of operators like `npm start`. */
export async function buildCommands(): Promise<BuiltCommands> {
  mkdirSync(join(root, 'dist'), { recursive: true });
  const folder = mkdtempSync(join(root, 'dist/commands-'));
  const { DATABASE_URL: _database, REDIS_URL: _redis, ...env } = process.env;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const options = ['-c', 'vite.server.config.ts', '--outDir', folder, '--logLevel', 'warn'];
  await promisify(execFile)(process.execPath, [vite, 'build', ...options], {
    cwd: root,
    env: { ...env, NODE_ENV: 'production' },
  });

  return {
    run: (name, argv, settings) =>
      new Promise((done) => {
        const command = [join(folder, `${name}.js`), ...argv];
        const child = execFile(process.execPath, command, { env: { ...env, ...settings } }, (_error, out, err) => {
          done({ code: child.exitCode ?? -1, out, err });
        });
      }),
    remove: () => {
      rmSync(folder, { recursive: true });
    },
  };
}
