import { gatherCrowd } from './delivery/crowd.ts';
import { insertDevices, membersOf } from './delivery/devices.ts';
import { countTaken, startPushService } from './delivery/outside.ts';
import type { Mood } from './harness/door.ts';
import { startMailServer } from './harness/mail.ts';
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
  const paths = await insertDevices(place, await membersOf(place, crowd), service.origin);

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
  const { lost, repeats } = countTaken(service, paths, moods.length);
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
