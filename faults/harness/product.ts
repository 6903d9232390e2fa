import { join } from 'node:path';
import { freePort } from './ports.ts';
import { becomesTrue } from './waiting.ts';
import { type Exit, type Started, startProcess } from './processes.ts';

/** Environment variables of the product, by name. */
export type Settings = Readonly<Record<string, string>>;

export interface Product {
  readonly port: number;
  readonly process: Started;
  /** Sends SIGTERM and waits until the process ends. */
  stop(): Promise<Exit>;
  /** Sends SIGKILL and waits until the process ends. */
  kill(): Promise<void>;
}

/** The server trusts one proxy, so that limits apply to many clients instead of one. */
const behindProxy = { NODE_ENV: 'production', TRUST_PROXY: '1', LOG_LEVEL: 'warn' };

/**
 * Starts the product in production mode and waits until it is ready by the answer at `readiness`; otherwise throws with
 * its output.
 */
export function startProduct(folder: string, settings: Settings, readiness = '/readyz'): Promise<Product> {
  return start(folder, settings, { readiness });
}

/** Starts a worker, which runs jobs and timers and answers no request but those for its health. */
export function startWorker(folder: string, settings: Settings): Promise<Product> {
  return start(folder, settings, { readiness: '/readyz', role: 'worker' });
}

interface Start {
  readonly readiness: string;
  readonly role?: 'worker';
}

async function start(folder: string, settings: Settings, { readiness, role }: Start): Promise<Product> {
  const port = Number(settings.PORT ?? (await freePort()));
  const own = { PUBLIC_URL: `http://127.0.0.1:${port}`, DATA_DIR: join(folder, 'data'), ...settings };
  const process = launch(folder, { ...behindProxy, ...own, PORT: String(port) }, role);
  if (!(await isReady(process, port, readiness))) throw new Error(`did not start: ${process.output()}`);
  return {
    port,
    process,
    stop: () => {
      process.kill('SIGTERM');
      return process.exited;
    },
    kill: async () => {
      process.kill('SIGKILL');
      await process.exited;
    },
  };
}

/** Waits until the server is ready for traffic; returns false when it ended or 180 s have passed. */
export async function isReady(process: Started, port: number, path = '/readyz'): Promise<boolean> {
  let hasEnded = false;
  void process.exited.then(() => (hasEnded = true));
  const isUp = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}${path}`).then(
      ({ ok }) => ok,
      () => false,
    );
  await becomesTrue(async () => hasEnded || (await isUp()), 180_000, 50);
  return !hasEnded && (await isUp());
}

/** Starts the built server with exactly these settings and does not wait. */
export function launch(folder: string, env: Settings, role?: 'worker'): Started {
  const args = ['dist/server/main.js', ...(role === undefined ? [] : [role])];
  return startProcess({ file: process.execPath, args, cwd: folder, env });
}

/** Starts several processes of one installation whose public address is that of the first. */
export async function startNodes(folder: string, count: number, settings: Settings): Promise<Product[]> {
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const PUBLIC_URL = `http://127.0.0.1:${ports[0]}`;
  return Promise.all(ports.map((port) => startProduct(folder, { PUBLIC_URL, ...settings, PORT: String(port) })));
}
