import cluster from 'node:cluster';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { Role } from './app.ts';
import type { Config } from './kernel/config.ts';
import { createLog } from './kernel/log.ts';
import { serveClusterMetrics } from './kernel/metrics.server.ts';

/** Exit code of a process with invalid settings; it is not restarted, because a new process would fail too. */
export const unusable = 2;

/**
 * Milliseconds before a process that ended by itself is replaced, so that a failing process is not restarted in a tight
 * loop.
 */
const pauseMs = 1000;

/**
 * Starts `webConcurrency` web processes behind one port and, with role `all`, one process for jobs. A process that ends
 * by itself is replaced; SIGTERM and SIGINT end all of them in order. `main`: file that the processes run. With
 * METRICS_PORT this process serves the metrics of all of them. Resolves when all serve.
 */
export async function startCluster(config: Config, main: string, role: Role): Promise<void> {
  const crew = new Crew(config.logLevel);
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      crew.stop(0);
    });
  }
  const start = (args: string[], settings?: object) => (): ChildProcess => {
    cluster.setupPrimary({ exec: main, args });
    return cluster.fork(settings).process;
  };
  const serve = start(['web']);
  const work = start(['worker'], { PORT: '0' }); // not on the shared port: it serves only health checks
  if (config.metricsPort !== undefined) await serveClusterMetrics(config.metricsPort);
  await crew.keep(serve); // migrates the database, for which the others would only wait
  const others = Array.from({ length: config.webConcurrency - 1 }, () => serve);
  await Promise.all([...others, ...(role === 'all' ? [work] : [])].map((one) => crew.keep(one)));
}

/** Reports to startCluster() that this process serves; without a cluster nothing happens. */
export function reportServing(): void {
  if (cluster.isWorker) process.send?.('serving');
}

/** Resolves when the process says that it serves; its answers about metrics are other messages. */
function becomesServing(child: ChildProcess): Promise<void> {
  return new Promise((done) => {
    child.on('message', (message) => {
      if (message === 'serving') done();
    });
  });
}

class Crew {
  readonly #running = new Set<ChildProcess>();
  readonly #log;
  #isStopping = false;

  constructor(logLevel: string) {
    this.#log = createLog(logLevel);
  }

  /** Starts a process and replaces it whenever it ends by itself. Resolves when the first one serves or has ended. */
  async keep(start: () => ChildProcess): Promise<void> {
    if (this.#isStopping) return;
    const child = start();
    this.#running.add(child);
    child.once('exit', (code, signal) => {
      this.#running.delete(child);
      if (code === unusable) this.stop(unusable);
      if (this.#isStopping) return;
      this.#log.error({ pid: child.pid, exitCode: code, signal }, 'a process ended by itself and is replaced');
      setTimeout(() => void this.keep(start), pauseMs);
    });
    await Promise.race([becomesServing(child), once(child, 'exit')]);
  }

  stop(code: number): void {
    if (this.#isStopping) return;
    this.#isStopping = true;
    const ends = [...this.#running].map((child) => once(child, 'exit'));
    for (const child of this.#running) child.kill('SIGTERM');
    void Promise.all(ends).then(() => process.exit(code));
  }
}
