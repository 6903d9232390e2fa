import { readFileSync } from 'node:fs';
import { publish } from '../../faults/harness/posts.ts';
import { becomesTrue, pause } from '../../faults/harness/waiting.ts';
import type { Sunk } from '../load/sinks.ts';
import { becomesIdle, cpuOf } from './cpu.ts';
import type { Server } from './servers.ts';
import type { Sinks } from './sinks.ts';
import type { Stage } from './stage.ts';

/** Longest time of a message to everybody. */
const patienceMs = 600_000;

/** Worker that is measured, and sinks that take what it sends. */
export interface Course {
  readonly stage: Stage;
  readonly sinks: Sinks;
  readonly worker: Server;
  /** Number of recipients. */
  readonly count: number;
  /** Memory of the worker before its first message, in bytes. */
  readonly idleRss: number;
}

/** Name of the channel of a kind in the table `delivery`. */
const channels: Readonly<Record<Sunk, string>> = { mail: 'EMAIL', push: 'PUSH', sms: 'SMS' };

/** Accepted messages of the peer per second, by kind, and its CPU time. */
export type Looped = Pick<Sending, 'perSecond' | 'cpuSeconds'>;

/** Lets the peer send to everybody. */
export async function loop({ sinks, count }: Course, bare: Server, kinds: readonly Sunk[]): Promise<Looped> {
  await sinks('empty', undefined);
  const cpu = cpuOf(bare.pid);
  const started = Date.now();
  const query = `kinds=${kinds.join(',')}&count=${count}`;
  const answer = await fetch(`http://127.0.0.1:${bare.port}/?${query}`, { method: 'POST' });
  if (!answer.ok) throw new Error(await answer.text());
  const taken = await sinks('taken', undefined);
  const perSecond = kinds.map((kind): [string, number] => [kind, (1000 * count) / (taken[kind].lastAt - started)]);
  return { perSecond: Object.fromEntries(perSecond), cpuSeconds: (cpuOf(bare.pid) - cpu) / 1000 };
}

export interface Sending {
  /** Deliveries per second by kind, until the last is accepted and its state is stored. */
  readonly perSecond: Readonly<Record<string, number>>;
  readonly cpuSeconds: number;
  /** Statements per delivery, by whatever process. */
  readonly statements: number;
  /** Highest memory of the worker, as a multiple of that before its first message. */
  readonly rss: number;
}

/** Publishes a post and waits until everybody has it by each kind of message and its state is stored. */
export async function post(course: Course, groupId: string, kinds: readonly Sunk[]): Promise<Sending> {
  const { stage, sinks, worker, count, idleRss } = course;
  const { postgres, database, writingServer, town } = stage;
  await becomesIdle(worker.pid);
  await sinks('empty', undefined);
  await postgres.execute(database, 'select pg_stat_statements_reset()');
  const cpu = cpuOf(worker.pid);
  let rss = 0;
  const started = Date.now();
  await publish(writingServer.port, town.admin, groupId, 'Pflanztag am Ufer');
  const areTaken = async (): Promise<boolean> => {
    rss = Math.max(rss, rssOf(worker.pid));
    const taken = await sinks('taken', undefined);
    return kinds.every((kind) => taken[kind].count >= count);
  };
  if (!(await becomesTrue(areTaken, patienceMs, 50))) throw new Error(`not all of ${kinds.join(', ')} arrived`);
  const taken = await sinks('taken', undefined);
  const cpuSeconds = (cpuOf(worker.pid) - cpu) / 1000;
  await pause(500);
  const { statements, open, storedAt } = await readRows(stage);
  if (open > 0) throw new Error(`${open} deliveries are still open`);
  const perSecond = kinds.map((kind): [string, number] => {
    const endedAt = Math.max(taken[kind].lastAt, storedAt[channels[kind]] ?? NaN);
    return [kind, (1000 * count) / (endedAt - started)];
  });
  return {
    perSecond: Object.fromEntries(perSecond),
    cpuSeconds,
    statements: statements / (count * kinds.length),
    rss: rss / idleRss,
  };
}

interface Counts {
  readonly statements: number;
  /** Number of deliveries that are neither sent nor cancelled. */
  readonly open: number;
  /** Time of the newest stored state by channel, in milliseconds. */
  readonly storedAt: Readonly<Record<string, number>>;
}

async function readRows({ postgres, database }: Stage): Promise<Counts> {
  const [row] = await postgres.rows<Counts>(
    database,
    `select (select sum(calls)::int from pg_stat_statements s join pg_database d on d.oid = s.dbid
        where d.datname = current_database()) as statements,
      (select count(*)::int from delivery where state not in ('SENT', 'CANCELLED')) as open,
      (select json_object_agg(channel, at) from (
        select channel, (extract(epoch from max(sent_at)) * 1000)::float8 as at from delivery group by 1) a) as "storedAt"`,
  );
  if (row === undefined) throw new Error('the deliveries could not be counted');
  return row;
}

/** Memory of a process in bytes. */
export function rssOf(pid: number): number {
  return 4096 * Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
}
