import { join } from 'node:path';
import { freePort } from '../../faults/harness/ports.ts';
import { type Started, startProcess } from '../../faults/harness/processes.ts';
import { isReady, type Settings } from '../../faults/harness/product.ts';
import { cpus, pinned } from './pinning.ts';

export interface Server {
  readonly port: number;
  readonly pid: number;
  readonly process: Started;
  stop(): Promise<void>;
}

/**
 * Lets Node choose the debugger's port once SIGUSR1 opens the debugger; memory is read with it, for `ours` and peers
 * alike.
 */
const node = ['--inspect-port=0'];

/** Options of Node for a worker, the same as in docker-compose.yml. */
const workerOptions = ['--max-semi-space-size=16', '--heap-growing-percent=50'];

/**
 * Starts a built server of the product in production mode: one of the web processes of an installation, or its worker.
 * `profile`: folder for a *.cpuprofile.
 */
export async function startOurs(
  folder: string,
  settings: Settings,
  {
    cpu = cpus.server,
    profile,
    role = 'web',
  }: { cpu?: number; profile?: string | undefined; role?: 'web' | 'worker' } = {},
): Promise<Server> {
  const port = await freePort();
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const heap = role === 'worker' ? workerOptions : [];
  const options = [...node, ...heap, ...profiling];
  const { command, args } = pinned(cpu, process.execPath, [...options, 'dist/server/main.js', role]);
  const production = { NODE_ENV: 'production', TRUST_PROXY: '1', LOG_LEVEL: 'warn', PORT: String(port) };
  const env = { ...production, PUBLIC_URL: `http://127.0.0.1:${port}`, ...settings };
  const started = startProcess({ file: command, args, cwd: folder, env });
  if (!(await isReady(started, port))) throw new Error(`did not start: ${started.output()}`);
  return serverOf(port, started, profile === undefined ? 'SIGKILL' : 'SIGTERM');
}

const peers = join(import.meta.dirname, '../peers');

/** Starts the peer in the file `name` below peers/. */
export async function startPeer(name: string, settings: Settings): Promise<Server> {
  const port = await freePort();
  const { command, args } = pinned(cpus.server, process.execPath, [...node, '--import', 'tsx', `${name}.ts`]);
  const env = { ...settings, NODE_ENV: 'production', PORT: String(port) };
  const started = startProcess({ file: command, args, cwd: peers, env });
  if (!(await started.prints(/listening/, 60_000))) throw new Error(`${name} did not start: ${started.output()}`);
  return serverOf(port, started);
}

/**
 * Starts a server; servers with the same key are interchangeable. Workers are started and stopped by their job, because
 * one that goes on would take the jobs of the next and send them to other addresses.
 */
export type StartServer = (key: string, start: () => Promise<Server>) => Promise<Server>;

/** Every job gets fresh servers, so that no job measures the state that another one left. */
export const startFresh: StartServer = (_key, start) => start();

/** Servers with the same key start once and serve all jobs until the run ends, because a smoke test must be short. */
export function startOnce(): StartServer {
  const started = new Map<string, Promise<Server>>();
  return async (key, start) => {
    const server = started.get(key) ?? start();
    started.set(key, server);
    return { ...(await server), stop: () => Promise.resolve() };
  };
}

function serverOf(port: number, started: Started, end: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Server {
  return {
    port,
    pid: started.pid,
    process: started,
    stop: async () => {
      started.kill(end);
      await started.exited;
    },
  };
}
