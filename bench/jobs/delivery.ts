import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publish } from '../../faults/harness/posts.ts';
import { becomesTrue, pause } from '../../faults/harness/waiting.ts';
import { startCalls } from '../harness/calls.ts';
import { startPeerOn } from '../harness/contestants.ts';
import { becomesIdle, cpuOf } from '../harness/cpu.ts';
import { cpus } from '../harness/pinning.ts';
import { alone, compare, type Figures, interleave, worst } from '../harness/rounds.ts';
import { type Server, startOurs } from '../harness/servers.ts';
import type { Stage } from '../harness/stage.ts';
import { gatherDevices, gatherReaders } from '../harness/subscribers.ts';
import type { SinkCalls, Taken } from '../load/sinks.ts';
import type { Job } from '../job.ts';

const peer = 'bare loop';
/** Longest time of a message to everybody. */
const patienceMs = 300_000;

type Sinks = Awaited<ReturnType<typeof startCalls<SinkCalls>>>;

interface Course {
  readonly stage: Stage;
  readonly sinks: Sinks;
  readonly worker: Server;
  readonly count: number;
  /** Memory of the worker before its first message, in bytes. */
  readonly idleRss: number;
}

/** A post to many people by e-mail, and one to as many devices: against a loop that only sends. */
export const delivery: Job = async (stage, options) => {
  const count = options.isSmoke ? 300 : 10_000;
  const sinks = await startCalls<SinkCalls>(join(import.meta.dirname, '../load/sinks.ts'), cpus.load);
  const ports = await sinks('open', undefined);
  const pushHost = `127.0.0.1:${ports.push}`;
  const groups = {
    mail: await gatherReaders(stage, count),
    push: await gatherDevices(stage, count, `http://${pushHost}`),
  };
  const outside = { SMTP_URL: `smtp://127.0.0.1:${ports.mail}`, PUSH_HOSTS: '127.0.0.1', OUTSIDE_HOSTS: pushHost };
  const settings = { ...stage.settings, ...outside };
  const { product, profile } = stage;
  const worker = await stage.start('delivery worker', () => startOurs(product, settings, { role: 'worker', profile }));
  const bare = options.hasPeers
    ? await startPeerOn(stage, 'deliver', { SMTP_URL: outside.SMTP_URL, PUSH_ORIGIN: `http://${pushHost}` })
    : undefined;
  await stage.postgres.execute(stage.database, 'create extension if not exists pg_stat_statements');
  await becomesIdle(worker.pid);
  const course: Course = { stage, sinks, worker, count, idleRss: rssOf(worker.pid) };
  const names = ['ours', ...(bare === undefined ? [] : [peer])];
  const rounds = await interleave('delivery', names, options.rounds, async (name): Promise<Figures> => {
    if (bare !== undefined && name === peer)
      return { 'mails/s': await loop(course, bare, 'mail'), 'pushes/s': await loop(course, bare, 'push') };
    const mail = await post(course, groups.mail, 'mails');
    const push = await post(course, groups.push, 'pushes');
    return {
      'mails/s': mail.perSecond,
      'mails/core s': count / mail.cpuSeconds,
      'statements per mail': mail.statements / count,
      'RSS mail': mail.rss,
      'pushes/s': push.perSecond,
      'µs per push': (push.cpuSeconds * 1e6) / count,
      'statements per push': push.statements / count,
      'RSS push': push.rss,
    };
  });
  await worker.stop();
  await bare?.stop();
  const limit = { unit: '', goal: { atMost: 0.3 } };
  const memory = { unit: '× idle', goal: { atMost: 1.5 } };
  return [
    ...compare(rounds, 'mails/s', peer, {
      what: `mails per second to ${count} people`,
      unit: '1/s',
      goal: { atLeast: 0.5 },
    }),
    ...compare(rounds, 'pushes/s', peer, {
      what: `pushes per second to ${count} devices`,
      unit: '1/s',
      goal: { atLeast: 0.5 },
    }),
    alone(rounds, 'mails/core s', { what: 'mails per second of CPU', unit: '1/s', goal: { atLeast: 500 } }),
    alone(rounds, 'µs per push', { what: 'CPU per push', unit: 'µs', goal: { atMost: 400 } }),
    alone(rounds, 'statements per mail', { what: 'statements per mail', ...limit }),
    alone(rounds, 'statements per push', { what: 'statements per push', ...limit }),
    worst(rounds, 'RSS mail', { what: 'highest memory of the worker, mails', ...memory }),
    worst(rounds, 'RSS push', { what: 'highest memory of the worker, pushes', ...memory }),
  ];
};

/** Lets the peer send to everybody; returns how many per second were accepted. */
async function loop({ sinks, count }: Course, bare: Server, what: 'mail' | 'push'): Promise<number> {
  await sinks('empty', undefined);
  const started = Date.now();
  const answer = await fetch(`http://127.0.0.1:${bare.port}/${what}?count=${count}`, { method: 'POST' });
  if (!answer.ok) throw new Error(await answer.text());
  const { lastAt } = await sinks('taken', undefined);
  return (1000 * count) / (lastAt - started);
}

interface Sending {
  readonly perSecond: number;
  readonly cpuSeconds: number;
  readonly statements: number;
  /** Highest memory of the worker, as a multiple of that before its first message. */
  readonly rss: number;
}

/** Publishes a post and waits until everybody has it and its state is stored. */
async function post(course: Course, groupId: string, what: keyof Omit<Taken, 'lastAt'>): Promise<Sending> {
  const { stage, sinks, worker, count, idleRss } = course;
  const { postgres, database, writingServer, town } = stage;
  await becomesIdle(worker.pid);
  await sinks('empty', undefined);
  await postgres.execute(database, 'select pg_stat_statements_reset()');
  const cpu = cpuOf(worker.pid);
  let rss = 0;
  const started = Date.now();
  await publish(writingServer.port, town.admin, groupId, 'Pflanztag am Ufer');
  const isTaken = async (): Promise<boolean> => {
    rss = Math.max(rss, rssOf(worker.pid));
    return (await sinks('taken', undefined))[what] >= count;
  };
  if (!(await becomesTrue(isTaken, patienceMs, 50))) throw new Error(`not all ${what} arrived`);
  const { lastAt } = await sinks('taken', undefined);
  const cpuSeconds = (cpuOf(worker.pid) - cpu) / 1000;
  await pause(500);
  const { statements, open, storedAt } = await readRows(stage);
  if (open > 0) throw new Error(`${open} deliveries are still open`);
  return {
    perSecond: (1000 * count) / (Math.max(lastAt, storedAt) - started),
    cpuSeconds,
    statements,
    rss: rss / idleRss,
  };
}

interface Counts {
  readonly statements: number;
  /** Number of deliveries that are not sent. */
  readonly open: number;
  /** Time of the newest stored state, in milliseconds. */
  readonly storedAt: number;
}

async function readRows({ postgres, database }: Stage): Promise<Counts> {
  const [row] = await postgres.rows<Counts>(
    database,
    `select (select sum(calls)::int from pg_stat_statements s join pg_database d on d.oid = s.dbid
        where d.datname = current_database()) as statements,
      count(*) filter (where state <> 'SENT')::int as open,
      (extract(epoch from max(sent_at)) * 1000)::float8 as "storedAt"
     from delivery`,
  );
  if (row === undefined) throw new Error('the deliveries could not be counted');
  return row;
}

/** Memory of a process in bytes. */
function rssOf(pid: number): number {
  return 4096 * Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
}
