import { spawnSync } from 'node:child_process';
import { copyFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Booth,
  type BoxAnswer,
  hashOfKey,
  joinAll,
  makePaper,
  openSecretPoll,
  type Paper,
  readBulletinBoard,
  readBooth,
  takeBallot,
  throwIn,
} from './harness/ballots.ts';
import type { Data } from './harness/http.ts';
import type { Person } from './harness/people.ts';
import { closePoll } from './harness/polls.ts';
import { type Product, type Settings, startProduct } from './harness/product.ts';
import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { smallTown } from './harness/smallTown.ts';
import type { Stage, Town } from './harness/stage.ts';
import { becomesTrue, pause } from './harness/waiting.ts';

/** Number of rounds per database. Each round kills the server twice: while people vote, and while the server counts. */
const rounds = { PostgreSQL: 9, PGlite: 1, short: 2 } as const;
const voters = 60;
/** The count of so few ballots has usually ended after this time. */
const longestCountMs = 500;

export const ballots: StagedScenario = {
  name: 'ballots',
  promise: 'kill -9 while secret ballots are taken, cast and counted: cast = counted, every receipt is on the board',
  control: {
    title: 'receipts are given before the ballot is in the box',
    patches: [
      {
        file: 'server/ballot/ballot.cast.service.ts',
        find: 'const { reason, receiptKey } = await boxOf(services)({ pollId, slot, ciphertext: envelope.ciphertext });',
        replace: `const [row] = await ctx.em.execute('select receipt_key from ballot_box.booth where poll_id = ?', [pollId]);
  setTimeout(() => void boxOf(services)({ pollId, slot, ciphertext: envelope.ciphertext }).catch(() => undefined), 200);
  const { reason, receiptKey } = { reason: null, receiptKey: row.receipt_key };`,
      },
    ],
  },
  attempt: async (stage, folder, isControl) => {
    const { database: _database, ...postgres } = await stage.copyTown();
    const isFew = stage.isShort || isControl;
    const place = { town: stage.town, settings: postgres, rounds: isFew ? rounds.short : rounds.PostgreSQL };
    const onPostgres = await holdPolls(stage, folder, place);
    if (isControl) return onPostgres;
    const small = await smallTown(stage, isControl);
    const onPglite = await holdPolls(stage, folder, { ...small, rounds: rounds.PGlite });
    return {
      figures: { PostgreSQL: tell(onPostgres), PGlite: tell(onPglite) },
      problems: [...onPostgres.problems, ...onPglite.problems.map((problem) => `PGlite, ${problem}`)],
    } satisfies Findings;
  },
};

interface Place {
  readonly town: Town;
  readonly settings: Settings;
  readonly rounds: number;
}

async function holdPolls(stage: Stage, folder: string, place: Place): Promise<Findings> {
  const problems = new Problems();
  const totals = { kills: 0, receipts: 0, unanswered: 0, lost: 0, doubled: 0 };
  const people = place.town.people.slice(0, voters);
  const server = await startProduct(folder, place.settings);
  await joinAll(server.port, people, place.town.groupId);
  await server.stop();
  for (let n = 0; n < place.rounds; n++) await holdPoll({ stage, folder, place, people, problems, totals });
  problems.require(totals.unanswered > 0, 'no ballot was under way at any kill');
  return { figures: totals, problems: problems.list };
}

function tell({ figures }: Findings): string {
  return Object.entries(figures)
    .map(([name, number]) => `${name} ${number}`)
    .join(', ');
}

interface Round {
  readonly stage: Stage;
  readonly folder: string;
  readonly place: Place;
  readonly people: readonly Person[];
  readonly problems: Problems;
  readonly totals: { kills: number; receipts: number; unanswered: number; lost: number; doubled: number };
}
interface Voter {
  readonly person: Person;
  readonly paper: Paper;
  readonly choice: number;
  /** Sealed envelope. It is kept, because a second one for the same key would be refused. */
  envelope?: Data;
  answer?: BoxAnswer;
}

/** Holds one poll, in which the server is killed while people vote and again while it counts. */
async function holdPoll({ stage, folder, place, people, problems, totals }: Round): Promise<void> {
  const { town, settings } = place;
  const { admin, groupId } = town;
  let server = await startProduct(folder, settings);
  const poll = await openSecretPoll(server.port, admin, groupId);
  const booth = await readBooth(server.port, admin, poll);
  const crowd = people.map((person, n): Voter => ({ person, paper: makePaper(booth), choice: n % 3 }));
  await voteUntilKilled(server, booth, crowd);
  totals.unanswered += crowd.filter(({ answer }) => answer === undefined).length;

  server = await startProduct(folder, settings);
  // Voters without a receipt send the same ballot again, as their browsers would.
  for (const voter of crowd.filter(({ answer }) => answer === undefined))
    voter.answer = await voteAtLast(server, booth, voter);
  const refusals = crowd.flatMap(({ answer }) => answer?.code ?? []);
  problems.equal('refused after the restart', countWords(refusals), 'none');
  const closing = closePoll(server.port, admin, poll).catch(() => undefined);
  await pause(Math.random() * longestCountMs); // before, during or after the count, or before the secrets are destroyed
  await server.kill();
  await closing;
  server = await startProduct(folder, settings);
  await closePoll(server.port, admin, poll).catch(() => undefined); // the poll may have closed before the kill
  totals.kills += 2;

  const board = await readBulletinBoard(server.port, booth);
  const keys = join(settings.DATA_DIR ?? join(folder, 'data'), 'keys');
  const isDestroyed = await becomesTrue(() => readdirSync(keys).length === 0, 30_000);
  problems.require(isDestroyed, `secrets are left after the count: ${readdirSync(keys).join(' ')}`);
  await server.stop();
  judge(stage.folder('board'), board, crowd, problems, totals);
}

async function voteUntilKilled(server: Product, booth: Booth, crowd: readonly Voter[]): Promise<void> {
  let receipts = 0;
  await Promise.all(
    crowd.map(async (voter, n) => {
      await pause(12 * n);
      voter.answer = await vote(server, booth, voter).catch(() => undefined);
      if (voter.answer !== undefined && ++receipts === Math.floor(crowd.length / 3)) await server.kill();
    }),
  );
}

/** Votes like a browser, which tries again while the server says that it is busy. */
async function voteAtLast(server: Product, booth: Booth, voter: Voter): Promise<BoxAnswer> {
  for (let tries = 1; ; tries++) {
    const answer = await vote(server, booth, voter);
    if (answer.code !== 'UNAVAILABLE' || tries === 10) return answer;
    await pause(1000);
  }
}

async function vote({ port }: Product, booth: Booth, voter: Voter): Promise<BoxAnswer> {
  const { person, paper, choice } = voter;
  voter.envelope ??= await takeBallot(port, person, booth, paper, choice);
  return throwIn(port, booth, voter.envelope, person.ip);
}

function judge(
  folder: string,
  file: string,
  crowd: readonly Voter[],
  problems: Problems,
  totals: Round['totals'],
): void {
  const board: Data = JSON.parse(file);
  const onBoard = new Set<string>(board.ballots.map(({ key }: { key: string }) => hashOfKey(key)));
  const receipts = crowd.filter(({ answer }) => answer?.receipt !== undefined);
  const lost = receipts.filter(({ answer }) => !onBoard.has(answer?.keyHash ?? '')).length;
  totals.receipts += receipts.length;
  totals.lost += lost;
  totals.doubled += board.ballots.length - onBoard.size;
  problems.equal('receipts without a ballot on the board', lost, 0);
  problems.equal('ballots on the board', board.ballots.length, crowd.length);
  problems.equal('cast', board.cast, crowd.length);
  const intended = [0, 1, 2].map((choice) => crowd.filter((voter) => voter.choice === choice).length);
  problems.equal('counted', board.counts[0].join(':'), intended.join(':'));
  writeFileSync(join(folder, 'board.json'), file);
  copyFileSync('web/ballot/recount.mjs', join(folder, 'recount.mjs'));
  const run = spawnSync(process.execPath, ['recount.mjs', 'board.json'], { cwd: folder, encoding: 'utf8' });
  problems.require(run.status === 0, `the recount complains: ${run.stdout.slice(-200)}`);
}
