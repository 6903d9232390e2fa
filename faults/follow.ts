import { randomUUID } from 'node:crypto';
import { askData, type Data } from './harness/http.ts';
import { uuidOf } from './harness/polls.ts';
import { type Product, startProduct } from './harness/product.ts';
import { countWords, type Findings, Problems, type StagedScenario } from './harness/scenario.ts';
import { ags, type Stage } from './harness/stage.ts';
import { becomesTrue, pause } from './harness/waiting.ts';
import { type Copy, countLost, fields, readBoard } from './follow/judging.ts';
import { openWay, Program, type Source } from './follow/programs.ts';
import { earlier, mutants, programs } from './follow/sources.ts';
import { fillTown, openTownHall, type TownHall } from './follow/townHall.ts';

/** Faults of the rounds, in this order. Every round also cuts the connections and kills the programs. */
const rounds = ['killed', 'silent', 'limited', 'forged', 'away'] as const;
type Round = (typeof rounds)[number];

const forms = {
  full: { changes: 1000, rounds: 20, planted: [earlier, ...mutants] },
  short: { changes: 100, rounds: 5, planted: [earlier] },
} as const;
/** Ping interval of the programs; they close a connection whose ping has no answer after the same time. */
const pingSeconds = 1;
/** Seconds that the answer RATE_LIMITED asks to wait. */
const retryAfter = 2;
/** Changes that the programs miss while they do not run: more than `maxMissedEntries` of server/kernel/live/version.ts. */
const missed = 220;

export const follow: StagedScenario = {
  name: 'follow',
  promise:
    "the guide's programs follow a board through cuts, kills, resets and a forged cursor: lost 0, doubled 0, in both languages",
  control: {
    title: 'a subscriber that missed too many changes gets some of them and no reset',
    patches: [
      {
        file: 'server/kernel/live/version.ts',
        find: 'return isWhole && entries.length <= maxMissedEntries ? entries : undefined;',
        replace: 'return isWhole ? entries : undefined;',
      },
    ],
  },
  attempt: followThroughFaults,
};

/** State that the rounds share. */
interface Play {
  readonly stage: Stage;
  readonly server: Product;
  readonly hall: TownHall;
  readonly key: string;
  /** The guide's programs. Their copies must equal the board after each round. */
  readonly own: readonly Program[];
  /** Programs with a planted defect, which go through the same faults. */
  readonly planted: readonly Program[];
  /** The board when the programs started. */
  readonly atStart: Copy;
  readonly problems: Problems;
  /** Maximum time in milliseconds until the copies of the guide's programs equal the board. */
  readonly patienceMs: number;
}

async function followThroughFaults(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const form = stage.isShort || isControl ? forms.short : forms.full;
  const { database, ...settings } = await stage.copyTown();
  await fillTown(stage.postgres, database, stage.town.municipalityId);
  const server = await startProduct(folder, settings);
  const hall = await openTownHall(stage, server.port);
  const { id: keyId, secret: key } = await makeKey(server, stage, ['ISSUES_READ']);
  const env = {
    AGS: ags,
    KEY: key,
    TOWN: stage.town.municipalityId,
    FIELDS: fields,
    PING_SECONDS: String(pingSeconds),
  };
  const open = async (source: Source): Promise<Program> =>
    new Program(source, stage.folder('follow'), await openWay(server.port, retryAfter), env);
  const own = await Promise.all(programs.map(open));
  const planted = await Promise.all((isControl ? [] : form.planted).map(open));
  const problems = new Problems();
  const patienceMs = isControl ? 8000 : 30_000;
  const { copy: atStart } = await readBoard(server.port, key);
  const play: Play = { stage, server, hall, key, own, planted, atStart, problems, patienceMs };

  for (const program of [...own, ...planted]) program.start();
  await compare(play, 'at the start');
  for (let n = 0; n < form.rounds; n++) {
    const round = rounds[n % rounds.length] ?? 'killed';
    await playRound(play, round, Math.ceil(form.changes / form.rounds));
    await compare(play, `in round ${n + 1} (${round})`);
  }
  await hall.change(20);
  await compare(play, 'at the end');
  const figures = await judge(play, database, form.rounds);
  await requireEnds(play, keyId, env);
  await Promise.all(planted.map((program) => program.kill()));
  await server.stop();
  return { figures, problems: problems.list };
}

/**
 * One round: reports change, connections are cut, each program is killed while it handles a message; then comes the
 * fault.
 */
async function playRound(play: Play, round: Round, count: number): Promise<void> {
  const all = [...play.own, ...play.planted];
  const changes = play.hall.change(count);
  changes.catch(() => undefined); // the rejection is handled where `changes` is awaited
  await pause(100);
  for (const program of all) program.door.cut();
  await Promise.all(
    all.map(async (program) => {
      if (await program.killWhileHandling(3000)) program.start();
    }),
  );
  await changes;
  if (round === 'silent') await fallSilent(play, all);
  if (round === 'limited') await limit(play, all);
  if (round === 'forged') await forge(play, all);
  if (round === 'away') await stayAway(play, all);
}

/** Connections go dead without a close while reports change: the programs must notice it by their pings. */
async function fallSilent({ hall, own, problems }: Play, all: readonly Program[]): Promise<void> {
  await Promise.all(all.map((program) => program.door.setMood('silent')));
  const before = own.map((program) => program.output);
  await hall.change(5);
  for (const [n, program] of own.entries()) {
    const hasNoticed = await becomesTrue(() => program.output !== before[n], 10_000 * pingSeconds);
    problems.require(hasNoticed, `${program.name} does not notice a dead line`);
  }
  await Promise.all(all.map((program) => program.door.setMood('open')));
}

/** The guide's programs start without a cursor, and their queries are answered with RATE_LIMITED. */
async function limit({ hall, own, problems }: Play, all: readonly Program[]): Promise<void> {
  const killed = await Promise.all(own.map((program) => program.kill()));
  await Promise.all(all.map((program) => program.door.setMood('busy')));
  const before = own.map((program) => program.refusedAt.length);
  for (const [n, program] of own.entries()) {
    program.setCursor(null);
    if (killed[n] === true) program.start();
  }
  await hall.change(5);
  const isRefusedTwice = ({ refusedAt }: Program, n: number): boolean => refusedAt.length >= (before[n] ?? 0) + 2;
  await becomesTrue(() => own.every(isRefusedTwice), 20_000);
  for (const [n, program] of own.entries()) {
    const [first = 0, second = 0] = program.refusedAt.slice(before[n]);
    problems.require(second - first >= 1000 * retryAfter, `${program.name} does not come back after retryAfter`);
  }
  await Promise.all(all.map((program) => program.door.setMood('open')));
}

/** The saved cursor is replaced by one that the server never issued. */
async function forge({ hall, own, problems, patienceMs }: Play, all: readonly Program[]): Promise<void> {
  const before = own.map((program) => program.output.length);
  const killed = await Promise.all(all.map((program) => program.kill()));
  for (const [n, program] of all.entries()) {
    program.setCursor('Zm9yZ2VkLWN1cnNvci1vZi1ub2JvZHk');
    if (killed[n] === true) program.start();
  }
  await hall.change(10); // the change arrives while the program reads the board
  await requireOutput(own, before, 'BAD_CURSOR', { problems, patienceMs });
}

/** The programs miss so many changes that the server sends a reset. */
async function stayAway({ hall, own, problems, patienceMs }: Play, all: readonly Program[]): Promise<void> {
  const before = own.map((program) => program.output.length);
  const killed = await Promise.all(all.map((program) => program.kill()));
  await hall.moveMany(missed);
  for (const [n, program] of all.entries()) if (killed[n] === true) program.start();
  await hall.change(10); // the change arrives while the program reads the board
  await requireOutput(own, before, 'RESET', { problems, patienceMs });
}

async function requireOutput(
  own: readonly Program[],
  before: readonly number[],
  word: string,
  { problems, patienceMs }: Pick<Play, 'problems' | 'patienceMs'>,
): Promise<void> {
  const hasSaid = (program: Program, n: number): boolean => program.output.slice(before[n]).includes(word);
  await becomesTrue(() => own.every(hasSaid), patienceMs);
  for (const [n, program] of own.entries()) {
    problems.require(hasSaid(program, n), `${program.name} never heard ${word}`);
  }
}

/** Records how many reports of each program's copy differ from the board. No report may change meanwhile. */
async function compare(
  { server, key, own, planted, problems, atStart, patienceMs }: Play,
  when: string,
): Promise<void> {
  const { cursor, copy: board } = await readBoard(server.port, key);
  const isThere = (program: Program): boolean => program.hasEnded || program.cursor === cursor;
  const copyOf = (program: Program): Copy => (program.keepsCopy ? program.copy : program.readChanges(atStart).copy);
  const lostBy = (program: Program): number => countLost(copyOf(program), board);

  await becomesTrue(() => own.every((program) => isThere(program) && lostBy(program) === 0), patienceMs, 50);
  for (const program of own) {
    program.lost = Math.max(program.lost, lostBy(program));
    problems.require(isThere(program), `${program.name} has not seen all changes ${when}`);
    problems.require(
      lostBy(program) === 0,
      `${program.name}: ${lostBy(program)} of ${board.size} reports lost ${when}`,
    );
  }
  await becomesTrue(() => planted.every(isThere), 8000, 50);
  for (const program of planted.filter(isThere)) program.lost = Math.max(program.lost, lostBy(program));
}

async function judge(play: Play, database: string, cuts: number): Promise<Findings['figures']> {
  const { stage, server, hall, key, own, planted, atStart, problems } = play;
  const { copy: board } = await readBoard(server.port, key);
  const figures: Record<string, string | number> = {
    changes: await countChanges(stage, database),
    mutations: countWords(hall.mutations),
    reports: `${atStart.size} at the start, ${board.size} at the end`,
    cuts,
  };
  for (const { name, ...program } of own.map(summaryOf)) {
    problems.equal(`${name}: doubled`, program.doubled, 0);
    problems.equal(`${name}: reports that its lines tell otherwise`, countLost(program.told, board), 0);
    figures[name] =
      `lost ${program.lost}, doubled ${program.doubled}, ${program.lines} lines, killed ${program.kills} times, ${program.interrupted} of them between lines and state`;
  }
  for (const { name, lost, doubled } of planted.map(summaryOf)) {
    problems.require(lost + doubled > 0, `${name} loses nothing: the course proves nothing`);
    figures[name] = `lost ${lost}, doubled ${doubled}`;
  }
  return figures;
}

function summaryOf(program: Program) {
  const { name, lost, kills, interrupted } = program;
  const { copy: told, lines, doubled } = program.readChanges();
  return { name, lost, kills, interrupted, told, lines, doubled };
}

/** Number of changes in the log of the board's topic. */
async function countChanges({ postgres, town }: Stage, database: string): Promise<number> {
  const topic = `issueBoard:${uuidOf(town.municipalityId)}`;
  const found = await postgres.rows(database, `select event_id from topic_log where topic = '${topic}'`);
  return found.length;
}

/** A key without the scope and a revoked key end a program with exit code 1 and a message. */
async function requireEnds(
  { stage, server, own, problems }: Play,
  keyId: string,
  env: Readonly<Record<string, string>>,
): Promise<void> {
  const { secret } = await makeKey(server, stage, ['POLLS_READ']);
  const strangers = programs.map(async (source) => {
    const way = await openWay(server.port, retryAfter);
    const stranger = new Program(source, stage.folder('follow'), way, { ...env, KEY: secret });
    stranger.start();
    await requireEnd(stranger, 'ended: FORBIDDEN', problems);
  });
  await Promise.all(strangers);
  const revoke = 'mutation($id: ID!) { revokePartnerKey(input: { id: $id }) { userErrors { code } } }';
  await askData(server.port, stage.town.admin, revoke, { id: keyId });
  for (const program of own) await requireEnd(program, 'ended: UNAUTHENTICATED', problems);
}

async function requireEnd(program: Program, sentence: string, problems: Problems): Promise<void> {
  const exit = await program.end(15_000);
  problems.equal(`${program.name}: exit code`, exit.code, 1);
  problems.require(program.output.includes(sentence), `${program.name} does not say "${sentence}"`);
}

async function makeKey(
  { port }: Product,
  { town }: Stage,
  scopes: readonly string[],
): Promise<{ id: string; secret: string }> {
  const query = `mutation($input: CreatePartnerKeyInput!) { createPartnerKey(input: $input) {
    partnerKey { id } secret userErrors { code path } } }`;
  const input = {
    municipalityId: town.municipalityId,
    name: 'Landkreis',
    scopes,
    expiresAt: new Date(Date.now() + 86_400_000).toISOString(),
    idempotencyKey: randomUUID(),
  };
  const { createPartnerKey: made }: Data = await askData(port, town.admin, query, { input });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return { id: made.partnerKey.id as string, secret: made.secret as string };
}
