import { median } from '../../faults/harness/scenario.ts';
import { askData, type Data } from '../../faults/harness/http.ts';
import { uuidOf } from '../../faults/harness/polls.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { type Backlog, countWaiting, dropBacklog, fillBacklog } from '../harness/backlog.ts';
import { citizenId } from '../harness/citizens.ts';
import { type Contestant, startOwn } from '../harness/contestants.ts';
import { becomesIdle } from '../harness/cpu.ts';
import { cpus } from '../harness/pinning.ts';
import { type LivePoll, openLivePoll } from '../harness/polls.ts';
import { compare, type Figures, interleave } from '../harness/rounds.ts';
import { startOurs } from '../harness/servers.ts';
import { openSinks } from '../harness/sinks.ts';
import type { Stage } from '../harness/stage.ts';
import { gatherReaders } from '../harness/subscribers.ts';
import { disperse, gather, publishRepeatedly } from '../harness/watching.ts';
import type { Job } from '../job.ts';

/** Deliveries that wait while a check is sent, as a multiple of its recipients. */
const backlog = 5;
const patienceMs = 600_000;
const turns = { ours: 'ours', alone: 'nothing waits' } as const;

interface Course extends Backlog {
  readonly web: Contestant;
  readonly poll: LivePoll;
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
  const { settings: outside } = await openSinks();
  const groupId = await gatherReaders(stage, count, 'Stammtisch');
  const settings = { ...stage.settings, ...outside };
  const worker = await startOurs(stage.product, settings, { cpu: cpus.load, role: 'worker' });
  const web = await startOwn(stage);
  const poll = await openLivePoll(stage);
  const times = options.isSmoke ? 2 : 20;
  const size = backlog * count;
  const course: Course = { stage, worker, web, poll, groupId, size, count, sockets, times };
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
  if (isCrowded && (await countWaiting(stage)) === 0) throw new Error('the live updates outlasted the backlog');
  await disperse(stage, web);
  await dropBacklog(course);
  return {
    'check s': seconds,
    µs: (cpuMs * 1000) / (sockets * times),
    'last ms': median(arrivals.map(({ lastMs }) => lastMs)),
  };
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
