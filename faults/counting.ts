import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Patch } from './harness/build.ts';
import {
  hashOfKey,
  joinAll,
  makePaper,
  openSecretPoll,
  readBulletinBoard,
  readBooth,
  takeBallot,
  throwIn,
} from './harness/ballots.ts';
import type { Data } from './harness/http.ts';
import { closePoll, uuidOf } from './harness/polls.ts';
import { startProduct } from './harness/product.ts';
import { Problems, type StagedScenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';
import { becomesTrue } from './harness/waiting.ts';

const voters = 6;

/** Steps of the count; after each of them a build of the product waits until it is killed. */
const steps = ['begun', 'decrypted', 'written', 'committed'] as const;
type Step = (typeof steps)[number];

const waits: readonly Patch[] = [
  {
    file: 'server/ballot/ballot.count.service.ts',
    find: 'if (poll.countedAt == null) {',
    replace: `if (poll.countedAt == null) {\n${waitAt('begun')}`,
  },
  {
    file: 'server/ballot/ballot.count.service.ts',
    find: 'const opened = await openEnvelopes(ctx, pollId, booth, await secrets.privateKey(pollId));',
    replace: `const opened = await openEnvelopes(ctx, pollId, booth, await secrets.privateKey(pollId));\n${waitAt('decrypted')}`,
  },
  {
    file: 'server/ballot/ballot.count.service.ts',
    find: 'await finishCount(tx, poll);', // inside of the transaction
    replace: `await finishCount(tx, poll);\n${waitAt('written')}`,
  },
  {
    file: 'server/ballot/ballot.count.service.ts',
    find: 'await write(forkContext(services, system), (tx) => storeCount(tx, pollId, opened));',
    replace: `await write(forkContext(services, system), (tx) => storeCount(tx, pollId, opened));\n${waitAt('committed')}`,
  },
];

export const counting: StagedScenario = {
  name: 'counting',
  promise: 'kill -9 at each step of the count of a secret poll: it ends once, nothing is lost, no secret is left',
  control: {
    title: 'a count that was killed after its commit does not destroy the secrets',
    patches: [
      {
        file: 'server/ballot/ballot.count.service.ts',
        find: '  await secrets.destroy(pollId);',
        replace: '  if (poll.countedAt == null) await secrets.destroy(pollId);',
      },
    ],
  },
  attempt: async (stage, folder, isControl) => {
    const name = isControl ? 'counting-steps-control' : 'counting-steps';
    const waiting = await stage.buildControl(name, waits);
    const problems = new Problems();
    await Promise.all(steps.map((step) => killAt(step, { stage, folder, waiting, problems })));
    return { figures: { kills: steps.length, 'ballots each': voters }, problems: problems.list };
  },
};

/** Statement that prints the step of STOP_AT and then waits for ever. */
function waitAt(step: Step): string {
  return `if (globalThis.process.env.STOP_AT === '${step}') {
      console.error('stopped at ${step}');
      await new Promise(() => undefined);
    }`;
}

interface Round {
  readonly stage: Stage;
  /** The product that counts after the kill. */
  readonly folder: string;
  /** The build that waits at a step. */
  readonly waiting: string;
  readonly problems: Problems;
}

async function killAt(step: Step, { stage, folder, waiting, problems }: Round): Promise<void> {
  const { database, ...own } = await stage.copyTown();
  const settings = { ...own, DATA_DIR: stage.folder(`counting-${step}`) };
  const { admin, groupId } = stage.town;
  const people = stage.town.people.slice(0, voters);
  const first = await startProduct(waiting, { ...settings, STOP_AT: step });
  await joinAll(first.port, people, groupId);
  const poll = await openSecretPoll(first.port, admin, groupId);
  const booth = await readBooth(first.port, admin, poll);
  const receipts: string[] = [];
  for (const person of people) {
    const ballot = await takeBallot(first.port, person, booth, makePaper(booth), 1);
    receipts.push((await throwIn(first.port, booth, ballot, person.ip)).keyHash ?? '');
  }
  await closePoll(first.port, admin, poll);
  problems.require(await first.process.prints(new RegExp(`stopped at ${step}`), 30_000), `${step}: never reached`);
  await first.kill();

  const second = await startProduct(folder, settings);
  const board: Data = JSON.parse(await readBulletinBoard(second.port, booth));
  const keys = join(settings.DATA_DIR, 'keys');
  const isDestroyed = await becomesTrue(() => readdirSync(keys).length === 0, 30_000);
  problems.require(isDestroyed, `${step}: secrets are left`);
  const onBoard = board.ballots.map(({ key }: { key: string }) => hashOfKey(key)).sort();
  problems.equal(`${step}: keys on the board`, onBoard.join(), receipts.sort().join());
  problems.equal(`${step}: votes`, board.counts[0][1], voters);
  const id = uuidOf(poll.id);
  const left = await stage.postgres.rows<{ n: number }>(
    database,
    `select count(*)::int as n from ballot_box.envelope where poll_id = '${id}'`,
  );
  problems.equal(`${step}: envelopes left`, left[0]?.n, 0);
  const counted = await stage.postgres.rows<{ n: number }>(
    database,
    `select count(*)::int as n from domain_event where type in ('ballot.counted', 'poll.counted') and facts->>'pollId' = '${id}'`,
  );
  problems.equal(`${step}: events of the count`, counted[0]?.n, 2);
  await second.stop();
}
