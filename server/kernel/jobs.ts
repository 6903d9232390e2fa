import { isDeepStrictEqual } from 'node:util';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { fromKysely, fromPglite, type Job as QueuedJob, type JobResult, PgBoss } from 'pg-boss';
import type { Config } from './config.ts';
import type { Job, Services, Tx } from './context.ts';
import { writeFaultOf } from './outage.ts';
import type { Queue } from './queue.ts';

/**
 * Defines the handler of a queue. `run` may be called twice for the same data, for example after a crash, so it must be
 * idempotent.
 */
export function handle<Data extends object>(
  queue: Queue<Data>,
  run: (services: Services, data: Data) => Promise<void>,
): Job {
  return { queue, run };
}

/**
 * Defines the handler of a queue whose jobs read first and send then: `begin` reads and returns what sends. The next job
 * reads while this one sends. Both parts may be called twice, as with `handle`.
 */
export function handleInTwo<Data extends object>(
  queue: Queue<Data>,
  begin: (services: Services, data: Data) => Promise<() => Promise<void>>,
): Job {
  return { queue, begin, run: async (services, data) => (await begin(services, data))() };
}

/**
 * Adds a job in the caller's transaction: a rollback discards the job, a commit keeps it. Waiting jobs with a higher
 * `priority` start first; the default is 0.
 */
export async function enqueue<Data extends object>(
  tx: Tx,
  queue: Queue<Data>,
  data: Data,
  options: { readonly startAfter?: Date; readonly priority?: number } = {},
): Promise<void> {
  await tx.boss.send(queue.name, data, { ...options, ...terms(tx, queue), db: connectionOf(tx) } as never);
}

/**
 * Adds a job again that started too early: at `at`, but at least `wait` seconds from now by the database's clock, which
 * decides when jobs start. With the clock of a late process the job could start again at once.
 */
export async function enqueueAgain<Data extends object>(
  tx: Tx,
  queue: Queue<Data>,
  data: Data,
  at: Date,
  wait = 1,
): Promise<void> {
  const rows: { ms: number }[] = await tx.em.execute(nextTimeSql, [at.toISOString(), wait]);
  for (const { ms } of rows) await enqueue(tx, queue, data, { startAfter: new Date(ms) });
}

const nextTimeSql = `
select extract(epoch from greatest(?::timestamptz, now() + make_interval(secs => ?)))::float8 * 1000 as ms`;

/** Adds many jobs in one statement; `startAfter` holds for all of them. */
export async function enqueueAll<Data extends object>(
  tx: Tx,
  queue: Queue<Data>,
  all: readonly Data[],
  options: { readonly startAfter?: Date } = {},
): Promise<void> {
  const jobs = all.map((data) => ({ data, ...options, ...terms(tx, queue) }));
  if (jobs.length > 0) await tx.boss.insert(queue.name, jobs, { db: connectionOf(tx) } as never);
}

function connectionOf(tx: Tx): object {
  return fromKysely(tx.em.getTransactionContext() as never);
}

/** Options of a job. If its process is killed, the job counts as failed after ten seconds without a heartbeat. */
function terms({ registry }: Tx, { name, patience }: Queue<object>): object {
  if (!registry.jobs.has(name)) throw new Error(`no domain of this product handles the queue "${name}"`);
  return { ...patience, retryBackoff: true, heartbeatSeconds: 10, expireInSeconds: 180 };
}
const passes = { superviseIntervalSeconds: 5, monitorIntervalSeconds: 5 };

/**
 * Starts the job queues. `isWorker`: the process also runs maintenance; other processes leave the CPU to their
 * requests.
 */
export async function startQueues(
  { config, em, log, machine, registry }: Pick<Services, 'config' | 'em' | 'log' | 'machine' | 'registry'>,
  isWorker: boolean,
): Promise<PgBoss> {
  const care = isWorker ? { useListenNotify: true, ...passes } : { supervise: false, schedule: false };
  const boss = new PgBoss({ ...care, ...(await connection(config, em)) } as never);
  boss.on('error', (error) => {
    machine.note(error);
    if (writeFaultOf(error) === undefined) log.error({ error: error.message }, 'job queue');
  });
  await boss.start();
  for (const queue of registry.jobs.keys()) await boss.createQueue(queue, { notify: true } as never);
  return boss;
}

/** Starts the workers of every queue in this process; returns a function to call before the queues are stopped. */
export async function startWorkers(services: Services): Promise<() => void> {
  const workers = new Map<string, string>();
  for (const [queue, job] of services.registry.jobs) {
    workers.set(queue, await services.boss.work(queue, workOptions as never, runEach(services, queue, job) as never));
  }
  return wakeWhenDue(services, workers);
}

/** Milliseconds between two questions which queues have due jobs. */
const dueMs = 1000;

/**
 * Wakes the workers of queues with due jobs every second. One statement asks for all queues, where each worker would
 * need one of its own.
 */
function wakeWhenDue({ boss, em, machine, log }: Services, workers: ReadonlyMap<string, string>): () => void {
  const names = JSON.stringify([...workers.keys()]);
  let isAsking = false;
  const ask = async (): Promise<void> => {
    const rows: { name: string }[] = await em.fork().execute(dueSql, [names]);
    for (const { name } of rows) boss.notifyWorker(workers.get(name) ?? '');
  };
  const timer = setInterval(() => {
    if (isAsking) return;
    isAsking = true;
    ask()
      .catch((error: unknown) => {
        machine.note(error);
        log.error({ error: String(error) }, 'due jobs could not be read');
      })
      .finally(() => {
        isAsking = false;
      });
  }, dueMs);
  return () => clearInterval(timer);
}

const dueSql = `
select q.name from json_array_elements_text(?::json) as q(name) where exists (
  select from jobs.job_common j
  where j.name = q.name and j.state < 'active' and not j.blocked and j.start_after <= now())`;

/** Stops the queues after running jobs have ended, at most 5 seconds later. */
export function stopQueues(boss: PgBoss): Promise<void> {
  return boss.stop({ graceful: true, timeout: 5000 });
}

/**
 * NOTIFY wakes the worker of a new job, and `wakeWhenDue` that of a job with a later start, such as the end of a poll.
 * Workers poll every second where there is no NOTIFY.
 */
const workOptions = {
  batchSize: 4,
  pollingIntervalSeconds: 1,
  notifyPollingIntervalSeconds: 30,
  burstWhenBatchFull: true,
  perJobResults: true,
};

/**
 * Runs the jobs of a batch one by one, the first part of the next one beside the rest of the one before: a failing job is
 * tried again later and does not affect the others.
 */
function runEach(services: Services, queue: string, job: Job) {
  return async (jobs: QueuedJob<object>[]): Promise<JobResult[]> => {
    const results: JobResult[] = [];
    let begun = begin(jobs[0]);
    for (const [n, { id, data }] of jobs.entries()) {
      const rest = await begun;
      const next = jobs[n + 1];
      const isRepeat = isDeepStrictEqual(next?.data, data); // would take the same rows
      if (!isRepeat) begun = begin(next);
      results.push(await finish(id, rest));
      if (isRepeat) begun = begin(next);
    }
    return results;
  };

  /** Returns the second part of the job. It throws an error of the first part, because nobody may be waiting yet. */
  async function begin(one: QueuedJob<object> | undefined): Promise<() => Promise<void>> {
    const data = one?.data as never;
    if (one === undefined || job.begin === undefined) return () => job.run(services, data);
    try {
      return await job.begin(services, data);
    } catch (error) {
      return () => Promise.reject(error as Error);
    }
  }

  async function finish(id: string, rest: () => Promise<void>): Promise<JobResult> {
    try {
      await rest();
      await services.boss.deleteJob(queue, id); // payloads may hold addresses and codes
      return { id, status: 'completed' };
    } catch (error) {
      services.machine.note(error);
      services.log.error({ queue, job: id, error: String(error) }, 'job failed, will be tried again');
      return { id, status: 'failed' };
    }
  }
}

async function connection(config: Config, em: SqlEntityManager): Promise<object> {
  const common = { schema: 'jobs' };
  if (config.databaseUrl !== undefined) return { ...common, connectionString: config.databaseUrl, max: 3 };
  const client = await em.getConnection().getNativeClient();
  return { ...common, db: fromPglite(client as never), backend: 'pglite' };
}
