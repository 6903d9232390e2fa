import { ask, type Client, codesOf, type Data } from './harness/http.ts';
import { clientIp, type Person, signIn, trySignIn } from './harness/people.ts';
import { closePoll, openPoll, type Poll, readTally, tallyOf, vote, voteOver, watchResults } from './harness/polls.ts';
import { type Product, startProduct } from './harness/product.ts';
import { countWords, type Findings, median, Problems, quantile, type StagedScenario } from './harness/scenario.ts';
import { openSocket, type Watcher, watch } from './harness/sockets.ts';
import type { Stage } from './harness/stage.ts';

const phones = 300;
/** IP address that all phones in the hall share. */
const ip = '10.254.0.7';
/** Query of a phone before and after its person has signed in. */
const page = `query($id: ID!) { poll(id: $id) { id title state closesAt resultsVisibility eligibility viewerHasVoted
  viewerCanVote { allowed code } questions { id text kind options { id label } } results { __typename } } }`;

export const hall: StagedScenario = {
  name: 'hall',
  promise: `${phones} phones at one address join a poll on the wall and vote: none is refused, all are counted, the wall is right`,
  alone: 'it measures how long phones wait',
  control: {
    title: 'votes are limited by address instead of by person',
    patches: [
      {
        file: 'server/poll/poll.vote.service.ts',
        find: 'ctx.limits.charge(voteRate, ctx.actor.id);',
        replace: `ctx.limits.charge(voteRate, ctx.caller?.ip ?? '');`,
      },
    ],
  },
  attempt: fillHall,
};

async function fillHall(stage: Stage, folder: string, isControl: boolean): Promise<Findings> {
  const { database: _database, ...settings } = await stage.copyTown();
  const server = await startProduct(folder, settings);
  const { port } = server;
  const poll = await openPoll(port, stage.town.admin, stage.town.groupId);
  const arrived = await signInAtDoor(stage, port);
  const isIn = (one: Person | string): one is Person => typeof one !== 'string';
  const people = await gather(stage, port, arrived.filter(isIn));
  const problems = new Problems();
  // The control refuses votes, so the wall never shows all of them; it need not wait long.
  const showMs = isControl ? 1000 : 15_000;

  const screen = openSocket(port, { ip });
  const wall = watch(screen, watchResults, { id: poll.id });
  await wall.until(() => true, 10_000);
  const began = performance.now();
  const visits = await Promise.all(people.map((person, n) => takePart(server, { cookie: person.cookie, ip }, poll, n)));
  const votedMs = performance.now() - began;
  const shown = await wall.until((answer) => answer.data?.pollResults.turnout === phones, showMs);
  const wallMs = performance.now() - began - votedMs;
  const behind = await Promise.all(visits.map(({ seen }) => seen.until(isFull, showMs)));

  judgeWall(wall, poll, problems);
  problems.require(shown !== undefined, 'the wall never shows all of them');
  problems.equal('phones that show all of them', behind.filter((answer) => answer !== undefined).length, phones);
  const words = visits.flatMap(({ words: said }) => said);
  problems.equal('answers', countWords(words), `counted ${phones}`);
  await Promise.all([screen.dispose(), ...visits.map(({ leave }) => leave())]);
  await closePoll(port, stage.town.admin, poll);
  const final = await readTally(port, { ip }, poll);
  problems.equal('counted at the close', final.votes.join(':'), expectedVotes().join(':'));
  await server.stop();
  const took = visits.map(({ ms }) => ms);
  return {
    figures: {
      'signed in at the one address': sayArrivals(arrived),
      phones: `${phones} sockets from one address, ${countWords(words)}`,
      'from the door to the vote': `median ${Math.round(median(took))} ms, p99 ${Math.round(quantile(took, 0.99))} ms`,
      'all voted after': `${(votedMs / 1000).toFixed(1)} s`,
      'wall behind the last vote': `${Math.round(wallMs)} ms`,
      'states on the wall': wall.messages.length,
      'final count': final.votes.join(':'),
    },
    problems: problems.list,
  };
}

/**
 * Everybody asks for a code from the one address, twenty at a time. Returns people, and the codes of refusals: the limit
 * per address is low today, and the scenario says how many it lets in without being red for it.
 */
async function signInAtDoor({ mail }: Stage, port: number): Promise<(Person | string)[]> {
  const arrived: (Person | string)[] = [];
  for (let n = 0; n < phones; n += 20) {
    const few = Array.from({ length: Math.min(20, phones - n) }, (_, i) => `door${n + i}@example.org`);
    arrived.push(...(await Promise.all(few.map((email) => trySignIn(port, mail, email, ip)))));
  }
  return arrived;
}

function sayArrivals(arrived: readonly (Person | string)[]): string {
  const refusals = arrived.filter((one) => typeof one === 'string');
  return `${arrived.length - refusals.length} of ${arrived.length} got in, refused: ${countWords(refusals) || 'none'}`;
}

/** The people who got in, then people who signed in before; the last of them are created now at other addresses. */
async function gather({ town, mail }: Stage, port: number, arrived: readonly Person[]): Promise<Person[]> {
  const people = [...arrived, ...town.people];
  for (let n = people.length; n < phones; n += 20) {
    const few = Array.from({ length: Math.min(20, phones - n) }, (_, i) => n + i);
    people.push(...(await Promise.all(few.map((i) => signIn(port, mail, `hall${i}@example.org`, clientIp(5000 + i))))));
  }
  return people.slice(0, phones);
}

interface Visit {
  readonly words: readonly string[];
  readonly ms: number;
  readonly seen: Watcher;
  leave(): Promise<void>;
}

/** Loads the poll without and with the account, follows the results and votes. */
async function takePart({ port }: Product, phone: Client, poll: Poll, n: number): Promise<Visit> {
  const began = performance.now();
  const strange = await ask(port, { ip }, page, { id: poll.id });
  const known = await ask(port, phone, page, { id: poll.id });
  const socket = openSocket(port, phone);
  const seen = watch(socket, watchResults, { id: poll.id });
  const first = await seen.until(() => true, 20_000);
  const answer = n % 2 === 0 ? await vote(port, phone, poll, choiceOf(n)) : await voteOver(socket, poll, choiceOf(n));
  const words = [...codesOf(strange), ...codesOf(known), ...(first ? [] : ['no stream']), answer];
  return { words, ms: performance.now() - began, seen, leave: async () => socket.dispose() };
}

/** Checks the wall: counts only grow, each state is consistent, and the last state equals the choices. */
function judgeWall({ messages, ended }: Watcher, poll: Poll, problems: Problems): void {
  let before = 0;
  for (const message of messages) {
    const { turnout, total } = tallyOf(message, poll);
    problems.require(turnout >= before, 'the wall went backwards');
    const isHidden = (message.data as Data).pollResults.hiddenBecause !== undefined;
    problems.require(isHidden || total === turnout, 'votes and turnout on the wall differ');
    before = turnout;
  }
  problems.equal('the stream of the wall', ended(), undefined);
  const last = messages.at(-1);
  problems.equal('the wall at last', last && tallyOf(last, poll).votes.join(':'), expectedVotes().join(':'));
}

function isFull(answer: Data): boolean {
  return answer.data?.pollResults.turnout === phones;
}

/** Choice of voter `n`: half choose option 0, a third option 1, the others option 2. */
function choiceOf(n: number): number {
  if (n % 6 < 3) return 0;
  return n % 6 < 5 ? 1 : 2;
}

function expectedVotes(): number[] {
  const choices = Array.from({ length: phones }, (_, n) => choiceOf(n));
  return [0, 1, 2].map((choice) => choices.filter((one) => one === choice).length);
}
