import { type Crowd, gatherCrowd, type Place } from './delivery/crowd.ts';
import { insertDevices, membersOf } from './delivery/devices.ts';
import { insertNumbers } from './delivery/numbers.ts';
import {
  countTaken,
  type Gateway,
  type OutsideReply,
  startGateway,
  startPushService,
  templateFor,
} from './delivery/outside.ts';
import type { Mood } from './harness/door.ts';
import { startMailServer } from './harness/mail.ts';
import { uuidOf } from './harness/polls.ts';
import { publish } from './harness/posts.ts';
import { startProduct } from './harness/product.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue } from './harness/waiting.ts';

const recipients = 60;
/** Number of SMS that one job sends at a time, and therefore the most that a gateway without an answer gets twice. */
const slots = 20;
const timeoutMs = 1500;

/** State of the gateway while news are published. */
interface Trouble {
  readonly name: string;
  readonly mood: Mood;
  readonly reply: OutsideReply;
  /** Failure of the tries meanwhile, as a regular expression; absent: none fails. */
  readonly failure?: string;
  /** Minutes that the product waits before it tries again, and that the scenario skips. */
  readonly skips?: number;
  /** The gateway takes messages without an answer, so it may get those of all slots twice. */
  readonly repeats?: true;
}

const taking: OutsideReply = { status: 200 };
const troubles: readonly Trouble[] = [
  { name: 'busy (429)', mood: 'busy', reply: taking, failure: 'HTTP_429' },
  { name: 'broken (500)', mood: 'open', reply: { status: 500 }, failure: 'HTTP_500', skips: 5 },
  { name: 'dead', mood: 'refusing', reply: taking, failure: 'UNREACHABLE', skips: 0.5 },
  {
    name: 'without an answer',
    mood: 'open',
    reply: { status: Infinity },
    failure: 'TIMEOUT',
    skips: 0.5,
    repeats: true,
  },
];
/** Troubles of the long form: the gateway asks for a pause with 503; it answers late, and connections break meanwhile. */
const more: readonly Trouble[] = [
  {
    name: 'overloaded (503)',
    mood: 'open',
    reply: { status: 503, headers: { 'Retry-After': '1' } },
    failure: 'HTTP_503',
  },
  // The door is opened again before the gateway answers, which breaks the connections.
  {
    name: 'slow, and breaks off',
    mood: 'open',
    reply: { status: 200, afterMs: timeoutMs / 2 },
    skips: 0.5,
    repeats: true,
  },
];

export const sms: StagedScenario = {
  name: 'sms',
  promise: 'an SMS gateway that is busy, broken, dead or slow: mail and devices do not wait, and each number gets all',
  control: {
    title: 'an SMS gateway that asks for a pause is never asked again',
    patches: [
      {
        file: 'server/notification/sms/notification.gateway.service.ts',
        find: "if (read.outcome === 'PAUSE') {",
        replace:
          "if (read.outcome === 'PAUSE') {\n    if (ctx.config.smsPrice > 0) throw new PermanentFailure(read.reason);",
      },
    ],
  },
  attempt: outlastGateway,
};

interface Scene {
  readonly stage: Stage;
  readonly place: Place;
  readonly crowd: Crowd;
  readonly gateway: Gateway;
  readonly mails: readonly string[];
  readonly problems: Problems;
}

/** The control plays the first trouble only, because its defect loses messages there. */
async function outlastGateway(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const played = isControl ? troubles.slice(0, 1) : stage.isShort ? troubles : [...troubles, ...more];
  const { database, ...copy } = await stage.copyTown();
  const gateway = await startGateway();
  const push = await startPushService();
  const mails: string[] = [];
  const mail = await startMailServer({ onLetter: ({ text }) => void mails.push(text) });
  const server = await startProduct(folder, {
    ...copy,
    SMTP_URL: mail.url,
    PUSH_HOSTS: '127.0.0.1',
    OUTSIDE_HOSTS: [push, gateway].map(({ origin }) => new URL(origin).host).join(),
    SMS_GATEWAY: templateFor(gateway),
    DELIVERY_TIMEOUT_MS: String(timeoutMs),
  });
  const { municipalityId, admin } = stage.town;
  const place = { postgres: stage.postgres, database, port: server.port, admin, municipalityId };
  await stage.postgres.execute(
    database,
    `insert into sms_settings (municipality_id, mode, budget) values ('${uuidOf(municipalityId)}', 'CHOSEN', 100000000)`,
  );
  const addresses = Array.from({ length: recipients }, (_, n) => `sms${n}@one.example`);
  const crowd = await gatherCrowd(place, 'Nachbarn am Telefon', addresses);
  const members = await membersOf(place, crowd);
  const paths = await insertDevices(place, members, push.origin);
  const numbers = await insertNumbers(place, members, crowd);

  const scene: Scene = { stage, place, crowd, gateway, mails, problems: new Problems() };
  const seconds: number[] = [];
  for (const trouble of played) seconds.push(await tellDuring(scene, trouble));
  const account = countTaken(gateway, numbers, played.length);
  const devices = countTaken(push, paths, played.length);
  const timeouts = await checkMoney(scene);
  await server.stop();

  const { problems } = scene;
  problems.equal('SMS lost', account.lost, 0);
  const bound = slots * played.filter((trouble) => trouble.repeats === true).length;
  problems.require(account.repeats <= bound, `${account.repeats} SMS repeated instead of at most ${bound}`);
  problems.require(
    account.repeats <= timeouts,
    `${account.repeats} SMS repeated, but ${timeouts} counted as paid twice`,
  );
  problems.equal('messages to devices lost', devices.lost, 0);
  problems.equal('messages to devices repeated', devices.repeats, 0);
  const figures = {
    SMS: recipients * played.length,
    lost: account.lost,
    repeats: `${account.repeats} (bound ${bound})`,
    'slowest mail and push to everybody, s': Math.max(...seconds).toFixed(1),
  };
  return { figures, problems: problems.list };
}

/** Publishes a post during a trouble; returns the seconds until all mails and devices had it. */
async function tellDuring(scene: Scene, { name, mood, reply, failure, skips }: Trouble): Promise<number> {
  const { place, crowd, gateway, mails, problems } = scene;
  const title = `Stromausfall, ${name}`;
  gateway.reply = reply;
  await gateway.door.setMood(mood);
  const began = performance.now();
  await publish(place.port, place.admin, crowd.groupId, title);
  const areTold = async (): Promise<boolean> =>
    mails.filter((text) => text.includes(title)).length === recipients && !(await exists(scene, opened('PUSH')));
  problems.require(await becomesTrue(areTold, 20_000), `mail or devices waited for a gateway that is ${name}`);
  const seconds = (performance.now() - began) / 1000;
  if (failure !== undefined) {
    const failed = `channel = 'SMS' and failure ~ '${failure}'`;
    const hasFailed = await becomesTrue(() => exists(scene, failed), 20_000);
    problems.require(hasFailed, `no SMS failed while the gateway was ${name}`);
  }
  gateway.reply = taking;
  await gateway.door.setMood('open');
  const isDone = async (): Promise<boolean> => {
    if (skips !== undefined) await skip(scene, skips);
    return !(await exists(scene, opened('SMS')));
  };
  problems.require(await becomesTrue(isDone, 60_000, 500), `SMS still wait after the gateway was ${name}`);
  return seconds;
}

/** Condition of the deliveries of a channel that have not ended. */
function opened(channel: string): string {
  return `channel = '${channel}' and state in ('PENDING', 'HELD', 'SENDING')`;
}

async function exists({ stage, place }: Scene, condition: string): Promise<boolean> {
  const rows = await stage.postgres.rows(place.database, `select 1 from delivery where ${condition} limit 1`);
  return rows.length > 0;
}

/** Lets minutes pass for what waits: the pauses of hosts, SMS and their jobs become so much older. */
function skip({ stage, place }: Scene, minutes: number): Promise<unknown> {
  const by = `interval '${60 * minutes} seconds'`;
  return stage.postgres.execute(
    place.database,
    `update host_pause set until = until - ${by};
     update delivery set due_at = due_at - ${by} where channel = 'SMS' and state = 'PENDING' and due_at > now();
     update jobs.job set start_after = start_after - ${by}
       where name like 'notification.send.SMS%' and state = 'created' and start_after > now();`,
  );
}

/** Compares the spending of the town with its SMS; returns the number of tries that may have been paid twice. */
async function checkMoney({ stage, place, problems }: Scene): Promise<number> {
  const [sums] = await stage.postgres.rows<{ paid: number; spent: number; timeouts: number }>(
    place.database,
    `select sum(amount)::int as paid, sum(timeouts)::int as timeouts,
       (select sum(amount)::int from sms_spending) as spent from sms`,
  );
  problems.equal('hundredths of a cent that the town spent', sums?.spent, sums?.paid);
  return sums?.timeouts ?? 0;
}
