import { median } from '../../faults/harness/scenario.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { type Backlog, dropBacklog, fillBacklog } from '../harness/backlog.ts';
import { type Contestant, startContestants, stopContestants } from '../harness/contestants.ts';
import { becomesIdle } from '../harness/cpu.ts';
import { openLiveWarning } from '../harness/liveWarning.ts';
import { cpus } from '../harness/pinning.ts';
import { alone, compare, type Figures, interleave, type Rounds, turnsOf } from '../harness/rounds.ts';
import { rssOf } from '../harness/sending.ts';
import { startOurs } from '../harness/servers.ts';
import { openSinks } from '../harness/sinks.ts';
import type { Stage } from '../harness/stage.ts';
import { allowSms, disperseTown, gatherReaders, gatherTown } from '../harness/subscribers.ts';
import { appointWarners, approveWarning, submitWarning, type Warners } from '../harness/warners.ts';
import { disperse, gather, publishRepeatedly } from '../harness/watching.ts';
import type { Job, Options, Row } from '../job.ts';

const peers = ['bare ws', 'mercurius'] as const;

/** A real warning of level 3: on the open pages of the town, and by mail, push and SMS while mails of posts wait. */
export const alert: Job = async (stage, options) => {
  const warners = await appointWarners(stage);
  const channelRows = await measureChannels(stage, options, warners);
  const pageRows = await measurePages(stage, options, warners);
  await dropMessages(stage);
  return [...pageRows, ...channelRows];
};

/** Delay until the last open page has an update of the warning, against peers that send the same message. */
async function measurePages(stage: Stage, options: Options, warners: Warners): Promise<Row[]> {
  const sockets = options.sockets ?? (options.isSmoke ? 50 : 9000);
  const times = options.isSmoke ? 2 : 10;
  const contestants = await startContestants(stage, options, peers);
  const turn = turnsOf(contestants, async (contestant: Contestant): Promise<Figures> => {
    const warning = await openLiveWarning(stage, warners);
    await gather(stage, contestant, { count: sockets, operations: [warning.operation] });
    const idleRss = rssOf(contestant.server.pid);
    const { cpuMs, arrivals } = await publishRepeatedly(stage, contestant, [warning], times);
    const rss = rssOf(contestant.server.pid) / idleRss;
    await disperse(stage, contestant);
    await warning.end();
    const last = arrivals.map(({ lastMs }) => lastMs);
    return { 'last ms': median(last), µs: (cpuMs * 1000) / (sockets * times), RSS: rss };
  });
  const rounds = await interleave('alert', [...contestants.keys()], options.rounds, turn);
  await stopContestants(contestants);
  const last = { what: `last of ${sockets} pages shows a warning`, unit: 'ms' };
  const memory = { what: `memory after ${times} updates on ${sockets} pages`, unit: '× idle', goal: { atMost: 1.2 } };
  return [
    ...compare(rounds, 'last ms', 'bare ws', { ...last, goal: { atMost: 1.1 } }),
    ...compare(rounds, 'last ms', 'mercurius', { ...last, goal: { less: 4 } }),
    ...peers.flatMap((peer) => compare(rounds, 'µs', peer, { what: 'CPU per page', unit: 'µs' })),
    alone(rounds, 'RSS', memory),
  ];
}

/** Deliveries that wait while a warning is sent, as a multiple of its recipients. */
const backlog = 5;
const patienceMs = 600_000;
const nothingWaits = 'nothing waits';
const channels = ['INBOX', 'EMAIL', 'PUSH', 'SMS'] as const;

interface Course extends Backlog {
  readonly warners: Warners;
  /** Number of recipients of a warning. */
  readonly count: number;
}

/** Time until 95 % of the messages of a warning are accepted, while five times as many mails of posts wait. */
async function measureChannels(stage: Stage, options: Options, warners: Warners): Promise<Row[]> {
  const count = options.people ?? (options.isSmoke ? 1000 : 10_000);
  const { settings: outside, pushOrigin } = await openSinks();
  await allowSms(stage);
  const groupId = await gatherReaders(stage, count, 'Bücherei');
  await gatherTown(stage, count, pushOrigin);
  const settings = { ...stage.settings, ...outside };
  const worker = await startOurs(stage.product, settings, { cpu: cpus.server, role: 'worker' });
  const course: Course = { stage, worker, groupId, size: backlog * count, warners, count };
  const names = ['ours', nothingWaits];
  const rounds = await interleave('alert', names, options.rounds, (name) => warn(course, name === 'ours'));
  await worker.stop();
  await disperseTown(stage, count);
  return channels.flatMap((channel) => rowsOf(rounds, channel, course));
}

function rowsOf(rounds: Rounds, channel: string, { count, size }: Course): Row[] {
  const what = `warning to ${count} people, 95 % accepted by ${channel}, ${size} mails wait`;
  return compare(rounds, `${channel} s`, nothingWaits, { what, unit: 's', goal: { atMost: 1.05 } });
}

/** Sends a warning; returns the seconds until 95 % of its messages are accepted, by channel. */
async function warn(course: Course, isCrowded: boolean): Promise<Figures> {
  const { stage, worker, warners, count } = course;
  const waiting = await submitWarning(stage, warners);
  await becomesIdle(worker.pid);
  if (isCrowded) await fillBacklog(course);
  const startedAt = Date.now();
  await approveWarning(stage, warners, waiting);
  let found: readonly Accepted[] = [];
  const areAccepted = async (): Promise<boolean> => {
    found = await readAccepted(stage);
    return channels.every((channel) => (found.find((one) => one.channel === channel)?.count ?? 0) >= count);
  };
  if (!(await becomesTrue(areAccepted, patienceMs, 250))) throw new Error(`not accepted: ${JSON.stringify(found)}`);
  await forget(course);
  return Object.fromEntries(found.map(({ channel, at }) => [`${channel} s`, (at - startedAt) / 1000]));
}

interface Accepted {
  readonly channel: string;
  readonly count: number;
  /** Time by which 95 % were accepted, in milliseconds. */
  readonly at: number;
}

/** Accepted messages of the newest warning by channel. */
function readAccepted({ postgres, database }: Stage): Promise<Accepted[]> {
  return postgres.rows<Accepted>(
    database,
    `select channel, count(*)::int as count,
       (extract(epoch from percentile_disc(0.95) within group (order by sent_at)) * 1000)::float8 as at
     from delivery where sent_at is not null and message_id =
       (select id from message where kind = 'EMERGENCY_WARNING' order by id desc limit 1)
     group by channel`,
  );
}

/** Removes the backlog and the reminders of the warning, which would be sent in a later turn. */
async function forget(course: Course): Promise<void> {
  const { postgres, database } = course.stage;
  await postgres.execute(database, `update incident set ended_at = now() where ended_at is null`);
  await dropMessages(course.stage);
  await dropBacklog(course);
}

/** Removes the messages that wait for a worker, and reminders. */
async function dropMessages({ postgres, database }: Stage): Promise<void> {
  await postgres.execute(
    database,
    `delete from jobs.job_common where name in ('notification.remind', 'notification.spread', 'notification.spread.EMERGENCY') and state < 'active'`,
  );
}
