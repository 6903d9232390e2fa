import { globSync } from 'node:fs';
import { askData } from '../harness/http.ts';
import { codeIn, confirmWith, requestCode, viewerOf, clientIp } from '../harness/people.ts';
import { openPoll, type Poll, uuidOf, vote } from '../harness/polls.ts';
import { type Product, type Settings, startProduct } from '../harness/product.ts';
import { readReadiness, reportsFault } from '../harness/readiness.ts';
import { countWords, type Findings, Problems } from '../harness/scenario.ts';
import type { Stage } from '../harness/stage.ts';
import { becomesTrue } from '../harness/waiting.ts';

/** Installation whose processes have wrong clocks, one after another; its database has the right one. */
interface Scene {
  readonly stage: Stage;
  readonly folder: string;
  readonly settings: Settings;
  readonly database: string;
  readonly library: string;
  readonly problems: Problems;
}

const minuteMs = 60_000;

export async function runWithWrongClocks(stage: Stage, folder: string): Promise<Findings> {
  const library = globSync('/usr/lib/*/faketime/libfaketime.so.1')[0];
  if (library === undefined) return { figures: {}, problems: [], skipped: 'faketime is not installed' };
  const { database, ...settings } = await stage.copyTown();
  const scene: Scene = { stage, folder, settings, database, library, problems: new Problems() };
  const polls = await preparePolls(scene);
  const [ahead, behind] = await Promise.all([70, -70].map((minutes) => runFarOff(scene, polls, minutes)));
  const [little, less] = await Promise.all([50, -50].map((seconds) => tryNearly(scene, seconds)));
  const figures = { '+70 min': ahead ?? '', '-70 min': behind ?? '', '+50 s': little ?? '', '-50 s': less ?? '' };
  return { figures, problems: scene.problems.list };
}

/** Polls of a process with the right clock: one opens and one closes in half an hour. */
async function preparePolls({ stage, folder, settings }: Scene): Promise<{ later: Poll; running: Poll }> {
  const server = await startProduct(folder, settings);
  const { admin, groupId } = stage.town;
  const later = await openPoll(server.port, admin, groupId, { opensAt: inMs(30 * minuteMs) });
  const running = await openPoll(server.port, admin, groupId, { closesAt: inMs(30 * minuteMs) });
  await server.stop();
  return { later, running };
}

/** A clock that is wrong by more than a minute is reported; nothing is written, and what is read is right. */
async function runFarOff(scene: Scene, polls: { later: Poll; running: Poll }, minutes: number): Promise<string> {
  const { stage, problems, database } = scene;
  const name = `${minutes} min`;
  const server = await startShifted(scene, `${minutes > 0 ? '+' : ''}${minutes}m`, '/readyz?reads');
  const { port } = server;
  const [person] = stage.town.people;
  const isReported = (await reportsFault(port, 'CLOCK_WRONG')) !== undefined;
  problems.require(isReported, `${name}: /readyz did not report CLOCK_WRONG`);
  const { details } = await readReadiness(port);
  const seconds = Number(/(\d+) s/.exec(details[0] ?? '')?.[1]);
  const isRight = Math.abs(seconds - 4200) <= 2 && details[0]?.includes(minutes > 0 ? 'ahead of' : 'behind');
  problems.require(isRight === true, `${name}: /readyz said ${details[0]}`);
  problems.equal(`${name}: /readyz?reads`, (await readReadiness(port, '?reads')).status, 200);

  problems.equal(`${name}: a vote`, await vote(port, person!, polls.running, 0), 'UNAVAILABLE');
  problems.equal(`${name}: poll that opens later`, await stateOf(port, polls.later), 'SCHEDULED');
  problems.equal(`${name}: poll that is open`, await stateOf(port, polls.running), 'OPEN');
  problems.equal(`${name}: session`, (await viewerOf(port, person!))?.email, person!.email);
  const opened = await stage.postgres.rows<{ at: string | null }>(
    database,
    `select opened_at as at from poll where id = '${uuidOf(polls.later.id)}'`,
  );
  problems.equal(`${name}: opened by a job`, opened[0]?.at, null);
  await server.stop();
  return `CLOCK_WRONG (${details[0]}), votes UNAVAILABLE, polls and session right`;
}

/** A defective process refuses what this writes; that is a problem and not the end of the scenario. */
async function tryNearly(scene: Scene, seconds: number): Promise<string> {
  try {
    return await runNearly(scene, seconds);
  } catch (error) {
    scene.problems.require(false, `${seconds} s: ${String(error)}`);
    return 'not finished';
  }
}

/** With a clock that is wrong by less, people write, and the database's clock decides. */
async function runNearly(scene: Scene, seconds: number): Promise<string> {
  const { stage, problems } = scene;
  const name = `${seconds} s`;
  const server = await startShifted(scene, `${seconds > 0 ? '+' : ''}${seconds}s`);
  const { port } = server;
  const { admin, groupId, people } = stage.town;
  const later = await openPoll(port, admin, groupId, { opensAt: inMs(40_000) });
  problems.equal(`${name}: poll that opens in 40 s`, await stateOf(port, later), 'SCHEDULED');
  const next = await openPoll(port, admin, groupId, { opensAt: inMs(6000) });
  problems.equal(`${name}: poll that opens in 6 s`, await stateOf(port, next), 'SCHEDULED');
  const short = await openPoll(port, admin, groupId, { closesAt: inMs(8000) });
  problems.equal(`${name}: vote in time`, await vote(port, people[0]!, short, 0), 'counted');
  const isOpened = await becomesTrue(async () => (await stateOf(port, next)) === 'OPEN', 15_000);
  problems.require(isOpened, `${name}: a poll did not open in time`);
  const isClosed = await becomesTrue(async () => (await stateOf(port, short)) === 'CLOSED', 15_000);
  problems.require(isClosed, `${name}: a poll did not close in time`);
  problems.equal(`${name}: late vote`, await vote(port, people[1]!, short, 0), 'POLL_NOT_OPEN');
  const signIns = await signInBoth(scene, server, seconds > 0 ? 1 : 2);
  problems.equal(`${name}: sign-ins`, signIns, 'accepted 2');
  await server.stop();
  return `not reported, polls open and close in time, code and link ${signIns}`;
}

/** Signs one person in by code and one by link. */
async function signInBoth({ stage }: Scene, { port }: Product, round: number): Promise<string> {
  const words: string[] = [];
  for (const kind of ['code', 'link']) {
    const email = `clock-${kind}${round}@example.org`;
    const asked = await requestCode(port, { ip: clientIp(900 + round) }, email);
    const mail = await stage.mail.nextMail(email);
    const input = kind === 'code' ? { code: codeIn(mail) } : { token: tokenIn(mail) };
    words.push(asked.client === undefined ? asked.word : (await confirmWith(port, asked.client, input)).word);
  }
  return countWords(words);
}

/** Token of the link in a mail. */
function tokenIn(mail: string): string {
  return /\/sign-in\/([\w-]+)/.exec(mail)?.[1] ?? '';
}

/** Starts a process with another time of day. Its monotonic clock, which timers use, runs as usual. */
function startShifted({ folder, settings, library }: Scene, shift: string, readiness?: string): Promise<Product> {
  const clock = { LD_PRELOAD: library, FAKETIME: shift, FAKETIME_DONT_FAKE_MONOTONIC: '1' };
  return startProduct(folder, { ...settings, ...clock }, readiness);
}

async function stateOf(port: number, { id }: Poll): Promise<string> {
  const { poll } = await askData(port, { ip: '10.250.0.4' }, 'query($id: ID!) { poll(id: $id) { state } }', { id });
  return String(poll.state);
}

function inMs(ms: number): string {
  return new Date(Date.now() + ms).toISOString();
}
