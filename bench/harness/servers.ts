import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { freePort } from '../../faults/harness/ports.ts';
import { type Started, startProcess } from '../../faults/harness/processes.ts';
import { isReady, type Settings } from '../../faults/harness/product.ts';
import { cpus, pinned } from './pinning.ts';

export interface Server {
  readonly name: string;
  readonly port: number;
  readonly pid: number;
  readonly process: Started;
  stop(): Promise<void>;
}

/** Node looks for a debugger's port only when asked to (SIGUSR1): how memory is read, of ours and peers alike. */
const node = ['--inspect-port=0'];

/** Our built server in production mode, one of the web processes of an installation. `profile`: folder for a *.cpuprofile. */
export async function startOurs(
  folder: string,
  settings: Settings,
  { cpu = cpus.server, profile }: { cpu?: number; profile?: string | undefined } = {},
): Promise<Server> {
  const port = await freePort();
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${profile}`];
  const { command, args } = pinned(cpu, process.execPath, [...node, ...profiling, 'dist/server/main.js', 'web']);
  const production = { NODE_ENV: 'production', TRUST_PROXY: '1', LOG_LEVEL: 'warn', PORT: String(port) };
  const own = { PUBLIC_URL: `http://127.0.0.1:${port}`, DATA_DIR: join(folder, `data-${randomUUID()}`) };
  const env = { ...production, ...own, ...settings };
  const started = startProcess({ file: command, args, cwd: folder, env });
  if (!(await isReady(started, port))) throw new Error(`did not start: ${started.output()}`);
  return serverOf('ours', port, started, profile === undefined ? 'SIGKILL' : 'SIGTERM');
}

const peers = join(import.meta.dirname, '../peers');

/** `name` is the file below peers/. */
export async function startPeer(name: string, settings: Settings): Promise<Server> {
  const port = await freePort();
  const { command, args } = pinned(cpus.server, process.execPath, [...node, '--import', 'tsx', `${name}.ts`]);
  const env = { ...settings, NODE_ENV: 'production', PORT: String(port) };
  const started = startProcess({ file: command, args, cwd: peers, env });
  if (!(await started.prints(/listening/, 60_000))) throw new Error(`${name} did not start: ${started.output()}`);
  return serverOf(name, port, started);
}

function serverOf(name: string, port: number, started: Started, end: 'SIGKILL' | 'SIGTERM' = 'SIGKILL'): Server {
  return {
    ...{ name, port, pid: started.pid, process: started },
    stop: async () => {
      started.kill(end);
      await started.exited;
    },
  };
}
