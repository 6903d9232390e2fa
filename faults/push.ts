import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Crowd, gatherCrowd } from './delivery/crowd.ts';
import { insertDevices } from './delivery/devices.ts';
import { type Door, type Mood, openDoor } from './harness/door.ts';
import { atEnd } from './harness/ending.ts';
import { startMailServer } from './harness/mail.ts';
import { uuidOf } from './harness/polls.ts';
import { publish } from './harness/posts.ts';
import { startProduct } from './harness/product.ts';
import { type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue } from './harness/waiting.ts';

const recipients = 60;

export const push: StagedScenario = {
  name: 'push',
  promise: 'a push service that asks for a pause, is down or silent: mail leaves as always, and each device gets all',
  control: {
    title: 'a push service that asks for a pause is never asked again',
    patches: [
      {
        file: 'server/notification/push/notification.push.ts',
        find: 'if (status === 429 || status >= 500) {',
        replace: 'if (status === 429) throw new PermanentFailure(reason);\n  if (status >= 500) {',
      },
    ],
  },
  attempt: outlastPushService,
};

/** Push service on loopback that accepts everything, behind a door; while it is busy it answers 429. */
interface PushService {
  readonly origin: string;
  readonly door: Door;
  /** Number of messages for each path. */
  readonly counts: ReadonlyMap<string, number>;
}

async function startPushService(): Promise<PushService> {
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    const path = request.url ?? '';
    request.resume().on('end', () => {
      counts.set(path, (counts.get(path) ?? 0) + 1);
      response.writeHead(201).end();
    });
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  atEnd(() => void server.close());
  const door = await openDoor((server.address() as AddressInfo).port, (socket) => {
    socket.end('HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nContent-Length: 0\r\n\r\n');
  });
  return { origin: `http://127.0.0.1:${door.port}`, door, counts };
}

/** The control plays the first mood only, because its defect loses messages there. */
async function outlastPushService(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const moods: readonly Mood[] = isControl
    ? ['busy']
    : stage.isShort
      ? ['busy', 'refusing']
      : ['busy', 'refusing', 'silent'];
  const { database, ...copy } = await stage.copyTown();
  const service = await startPushService();
  const mails: string[] = [];
  const mail = await startMailServer({ onLetter: ({ text }) => void mails.push(text) });
  const outside = { PUSH_HOSTS: '127.0.0.1', OUTSIDE_HOSTS: new URL(service.origin).host };
  const server = await startProduct(folder, { ...copy, ...outside, SMTP_URL: mail.url });
  const { municipalityId, admin } = stage.town;
  const place = { postgres: stage.postgres, database, port: server.port, admin, municipalityId };
  const addresses = Array.from({ length: recipients }, (_, n) => `push${n}@one.example`);
  const crowd = await gatherCrowd(place, 'Nachbarschaft', addresses);
  const paths = await insertDevices(place, await membersOf(stage, database, crowd), service.origin);

  const problems = new Problems();
  const mailSeconds: number[] = [];
  for (const mood of moods) {
    const title = `Wasserrohrbruch, ${mood}`;
    await service.door.setMood(mood);
    const began = performance.now();
    await publish(server.port, admin, crowd.groupId, title);
    const areMailed = (): boolean => mails.filter((text) => text.includes(title)).length === recipients;
    problems.require(await becomesTrue(areMailed, 20_000), `mails waited for a push service that is ${mood}`);
    mailSeconds.push((performance.now() - began) / 1000);
    const failed = "select 1 from delivery where channel = 'PUSH' and failure is not null";
    const hasFailed = async (): Promise<boolean> => (await stage.postgres.rows(database, failed)).length > 0;
    problems.require(await becomesTrue(hasFailed, 30_000), `nothing was tried while the push service was ${mood}`);
    await service.door.setMood('open');
    const open = "select 1 from delivery where channel = 'PUSH' and state in ('PENDING', 'SENDING')";
    const isDone = async (): Promise<boolean> => (await stage.postgres.rows(database, open)).length === 0;
    problems.require(await becomesTrue(isDone, 120_000), `messages still wait after the push service was ${mood}`);
    await stage.postgres.execute(database, "update delivery set failure = null where channel = 'PUSH'");
  }
  await server.stop();
  const counts = paths.map((path) => service.counts.get(path) ?? 0);
  const lost = counts.reduce((sum, count) => sum + Math.max(0, moods.length - count), 0);
  const repeats = counts.reduce((sum, count) => sum + Math.max(0, count - moods.length), 0);
  problems.equal('messages lost', lost, 0);
  problems.equal('messages repeated', repeats, 0);
  const figures = {
    'messages to devices': recipients * moods.length,
    lost,
    repeats,
    'slowest mail to everybody, s': Math.max(...mailSeconds).toFixed(1),
  };
  return { figures, problems: problems.list };
}

async function membersOf({ postgres }: Stage, database: string, { groupId }: Crowd): Promise<readonly string[]> {
  const members = `select person_id as id from membership where group_id = '${uuidOf(groupId)}'
    and person_id in (select recipient_id from preference)`;
  return (await postgres.rows<{ id: string }>(database, members)).map(({ id }) => id);
}
