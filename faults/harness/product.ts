import { join } from 'node:path';
import { freePort } from './ports.ts';
import { becomesTrue } from './waiting.ts';
import { type Exit, type Started, startProcess } from './processes.ts';

/** Settings by their names in the environment. */
export type Settings = Readonly<Record<string, string>>;

export interface Product {
  readonly port: number;
  readonly process: Started;
  /** SIGTERM, then its end. */
  stop(): Promise<Exit>;
  /** SIGKILL, then its end. */
  kill(): Promise<void>;
}

/** Every request says for whom a proxy forwards it, so that limits count many clients instead of one. */
const behindProxy = { NODE_ENV: 'production', TRUST_PROXY: '1', LOG_LEVEL: 'warn' };

/** A started process in production mode that answers; fails with what it printed. */
export async function startProduct(folder: string, settings: Settings): Promise<Product> {
  const port = Number(settings.PORT ?? (await freePort()));
  const own = { PUBLIC_URL: `http://127.0.0.1:${port}`, DATA_DIR: join(folder, 'data'), ...settings };
  const process = launch(folder, { ...behindProxy, ...own, PORT: String(port) });
  if (!(await isReady(process, port))) throw new Error(`did not start: ${process.output()}`);
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

/** True once it may be sent traffic; false when it ended or a minute passed. */
export async function isReady(process: Started, port: number): Promise<boolean> {
  let hasEnded = false;
  void process.exited.then(() => (hasEnded = true));
  const isUp = (): Promise<boolean> =>
    fetch(`http://127.0.0.1:${port}/readyz`).then(
      ({ ok }) => ok,
      () => false,
    );
  await becomesTrue(async () => hasEnded || (await isUp()), 180_000, 50);
  return !hasEnded && (await isUp());
}

/** The built server with exactly these settings, started or not. */
export function launch(folder: string, env: Settings): Started {
  return startProcess({ file: process.execPath, args: ['dist/server/main.js'], cwd: folder, env });
}

/** Several processes of one installation, reached under the first one's address. */
export async function startNodes(folder: string, count: number, settings: Settings): Promise<Product[]> {
  const ports = await Promise.all(Array.from({ length: count }, freePort));
  const PUBLIC_URL = `http://127.0.0.1:${ports[0]}`;
  return Promise.all(ports.map((port) => startProduct(folder, { PUBLIC_URL, ...settings, PORT: String(port) })));
}
