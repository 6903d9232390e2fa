import { join } from 'node:path';
import { median } from '../../faults/harness/scenario.ts';
import { askData, type Data } from '../../faults/harness/http.ts';
import { uuidOf } from '../../faults/harness/polls.ts';
import { publish } from '../../faults/harness/posts.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { startCalls } from '../harness/calls.ts';
import { citizenId } from '../harness/citizens.ts';
import { type Contestant, startOwn } from '../harness/contestants.ts';
import { becomesIdle } from '../harness/cpu.ts';
import { cpus } from '../harness/pinning.ts';
import { type LivePoll, openLivePoll } from '../harness/polls.ts';
import { compare, type Figures, interleave } from '../harness/rounds.ts';
import { type Server, startOurs } from '../harness/servers.ts';
import type { Stage } from '../harness/stage.ts';
import { gatherReaders } from '../harness/subscribers.ts';
import { disperse, gather, publishRepeatedly } from '../harness/watching.ts';
import type { SinkCalls } from '../load/sinks.ts';
import type { Job } from '../job.ts';

/** Deliveries that wait while a check is sent, as a multiple of its recipients. */
const backlog = 5;
/** Posts that fill the backlog; more than five, because sending begins while they are fanned out. */
const posts = 8;
const patienceMs = 600_000;
const turns = { ours: 'ours', alone: 'nothing waits' } as const;

interface Course {
  readonly stage: Stage;
  readonly worker: Server;
  readonly web: Contestant;
  readonly poll: LivePoll;
  /** Group of the people who get the backlog. */
  readonly groupId: string;
  /** Number of recipients of a check. */
  readonly count: number;
  readonly sockets: number;
  /** Number of live updates per turn. */
  readonly times: number;
}

/**
 * A delivery check to many people while five times as many mails of posts wait, against the same check while nothing
 * waits; and live updates of a poll meanwhile.
 */
export const lanes: Job = async (stage, options) => {
  const count = options.people ?? (options.isSmoke ? 1000 : 10_000);
  const sockets = options.sockets ?? (options.isSmoke ? 50 : 5000);
  const sinks = await startCalls<SinkCalls>(join(import.meta.dirname, '../load/sinks.ts'), cpus.load);
  const ports = await sinks('open', undefined);
  const groupId = await gatherReaders(stage, count, 'Stammtisch');
  const settings = { ...stage.settings, SMTP_URL: `smtp://127.0.0.1:${ports.mail}` };
  const start = (): Promise<Server> => startOurs(stage.product, settings, { cpu: cpus.load, role: 'worker' });
  const worker = await stage.start('lanes worker', start);
  const web = await startOwn(stage);
  const poll = await openLivePoll(stage);
  const times = options.isSmoke ? 2 : 20;
  const course: Course = { stage, worker, web, poll, groupId, count, sockets, times };
  await employ(course);
  const names = [turns.ours, turns.alone];
  const rounds = await interleave('lanes', names, options.rounds, (name) => turn(course, name === turns.ours)).finally(
    () => dismiss(course),
  );
  await worker.stop();
  await web.server.stop();
  const peer = turns.alone;
  return [
    ...compare(rounds, 'check s', peer, {
      what: `check to ${count} people, last accepted, ${backlog * count} mails wait`,
      unit: 's',
      goal: { atMost: 1.05 },
    }),
    ...compare(rounds, 'µs', peer, {
      what: `CPU per live update meanwhile, ${sockets} sockets`,
      unit: 'µs',
      goal: { atMost: 1.1 },
    }),
    ...compare(rounds, 'last ms', peer, { what: 'last client knows meanwhile', unit: 'ms' }),
  ];
};

async function turn(course: Course, isCrowded: boolean): Promise<Figures> {
  const { stage, worker, web, poll, sockets, times } = course;
  await becomesIdle(worker.pid);
  await gather(stage, web, { count: sockets, operations: [poll.operation] });
  if (isCrowded) await fillBacklog(course);
  const seconds = await check(course);
  const { cpuMs, arrivals } = await publishRepeatedly(stage, web, [poll], times);
  if (isCrowded && (await countOpen(course, 'BULK')) === 0) throw new Error('the live updates outlasted the backlog');
  await disperse(stage, web);
  await dropBacklog(course);
  return {
    'check s': seconds,
    µs: (cpuMs * 1000) / (sockets * times),
    'last ms': median(arrivals.map(({ lastMs }) => lastMs)),
  };
}

/** Publishes posts until five times as many deliveries wait as a check has recipients. */
async function fillBacklog(course: Course): Promise<void> {
  const { stage, groupId, count } = course;
  for (let n = 1; n <= posts; n++)
    await publish(stage.writingServer.port, stage.town.admin, groupId, `Meldung ${n} an alle`);
  const isFull = async (): Promise<boolean> => (await countOpen(course, 'BULK')) >= backlog * count;
  if (!(await becomesTrue(isFull, patienceMs, 50))) throw new Error('the backlog was sent before it was full');
}

/** Cancels what is left of the backlog, which takes minutes to send and is measured by the job `delivery`. */
async function dropBacklog({ stage: { postgres, database }, worker }: Course): Promise<void> {
  await postgres.execute(
    database,
    `delete from jobs.job_common where name = 'notification.send.EMAIL' and state < 'active';
     update delivery set state = 'CANCELLED' where lane = 'BULK' and state = 'PENDING'`,
  );
  await becomesIdle(worker.pid);
}

const sendCheck = `mutation($input: SendDeliveryCheckInput!) { sendDeliveryCheck(input: $input) {
  check { at } userErrors { code } } }`;
let checks = 0;

/** Sends a check; returns the seconds until the state of its last mail is stored. */
async function check(course: Course): Promise<number> {
  const { stage, count } = course;
  const { writingServer, town, citizens } = stage;
  const sender = citizens[count + checks++]; // another one each time: an admin may send three in an hour
  if (sender === undefined) throw new Error('there are too few people for another check');
  const startedAt = Date.now();
  const input = { municipalityId: town.municipalityId };
  const { sendDeliveryCheck }: Data = await askData(writingServer.port, sender, sendCheck, { input });
  if (sendDeliveryCheck.check === null) throw new Error(JSON.stringify(sendDeliveryCheck.userErrors));
  let endedAt = NaN;
  const isSent = async (): Promise<boolean> => {
    const { sent, lastAt } = await readCheck(stage);
    endedAt = lastAt;
    return sent >= count;
  };
  if (!(await becomesTrue(isSent, patienceMs, 100))) throw new Error('not everybody got the check');
  return (endedAt - startedAt) / 1000;
}

interface Sent {
  readonly sent: number;
  /** Time of the newest stored state, in milliseconds. */
  readonly lastAt: number;
}

/** Mails of the newest check that were accepted. */
async function readCheck({ postgres, database }: Stage): Promise<Sent> {
  const [row] = await postgres.rows<Sent>(
    database,
    `select count(*)::int as sent, coalesce(extract(epoch from max(sent_at)) * 1000, 0)::float8 as "lastAt" from delivery
     where channel = 'EMAIL' and state = 'SENT' and message_id =
       (select id from message where kind = 'DELIVERY_CHECK' order by id desc limit 1)`,
  );
  return row ?? { sent: 0, lastAt: 0 };
}

async function countOpen({ stage: { postgres, database } }: Course, lane: string): Promise<number> {
  const [row] = await postgres.rows<{ n: number }>(
    database,
    `select count(*)::int as n from delivery where channel = 'EMAIL' and lane = '${lane}' and state = 'PENDING'`,
  );
  return row?.n ?? 0;
}

/** Makes the citizens after the readers admins of the town, because a check goes to those who work in the town hall. */
async function employ({ stage: { postgres, database, town }, count }: Course): Promise<void> {
  await postgres.execute(
    database,
    `insert into role (id, person_id, municipality_id, role)
     select gen_random_uuid(), id, '${uuidOf(town.municipalityId)}', 'ADMIN' from person
     where id >= '${citizenId(count)}' and id < '${citizenId(2 * count)}';
     update session set method = 'PASSKEY'
     where person_id >= '${citizenId(count)}' and person_id < '${citizenId(2 * count)}'`,
  );
  await postgres.execute(database, 'vacuum analyze');
}

async function dismiss({ stage: { postgres, database }, count }: Course): Promise<void> {
  await postgres.execute(
    database,
    `delete from role where person_id >= '${citizenId(count)}' and person_id < '${citizenId(2 * count)}'`,
  );
}
