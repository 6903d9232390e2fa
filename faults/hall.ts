import { ask, type Client, codesOf, type Data } from './harness/http.ts';
import { clientIp, codeIn, confirmWith, type Person, requestCode, signIn } from './harness/people.ts';
import { closePoll, openPoll, type Poll, readTally, tallyOf, vote, voteOver, watchResults } from './harness/polls.ts';
import { type Product, startProduct } from './harness/product.ts';
import { countWords, type Findings, median, Problems, quantile, type StagedScenario } from './harness/scenario.ts';
import { openSocket, type Watcher, watch } from './harness/sockets.ts';
import type { Stage } from './harness/stage.ts';

const phones = 300;
/** New people of whom codes are unconfirmed at the same time. */
const together = 80;
/** Number of new people who sign in at the door in the short form, and time in which all of them must be in. */
const shortDoor = 80;
const doorMs = 180_000;
/** IP address that all phones in the hall share. */
const ip = '10.254.0.7';
/** Query of a phone before and after its person has signed in. */
const page = `query($id: ID!) { poll(id: $id) { id title state closesAt resultsVisibility eligibility viewerHasVoted
  viewerCanVote { allowed code } questions { id text kind options { id label } } results { __typename } } }`;

export const hall: StagedScenario = {
  name: 'hall',
  promise: `${phones} phones at one address sign in, join a poll on the wall and vote: none is refused, all are counted, the wall is right`,
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
  const arrived = await signInAtDoor(stage, port, stage.isShort || isControl ? shortDoor : phones);
  const people = await gather(stage, port, arrived.people);
  const problems = new Problems();
  judgeDoor(arrived, problems);
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

/** How new people got through the door. */
interface Arrivals {
  readonly people: readonly Person[];
  /** Codes of refusals. */
  readonly refused: readonly string[];
  /** Number of sign-ins for which the server wanted a proof of work. */
  readonly proven: number;
  readonly ms: number;
}

/**
 * New people sign in from the one address, `together` at a time: first all of them request a code, then all type it. More
 * than 60 are unconfirmed at a time, so some phones compute a proof of work.
 */
async function signInAtDoor({ mail }: Stage, port: number, count: number): Promise<Arrivals> {
  const began = performance.now();
  const people: Person[] = [];
  const refused: string[] = [];
  let proven = 0;
  for (let n = 0; n < count; n += together) {
    const emails = Array.from({ length: Math.min(together, count - n) }, (_, i) => `door${n + i}@example.org`);
    const asked = await Promise.all(emails.map((email) => requestCode(port, { ip }, email)));
    proven += asked.filter(({ isProven }) => isProven === true).length;
    const steps = asked.map(async ({ client, word }, i): Promise<void> => {
      const email = emails[i]!;
      if (client === undefined) refused.push(word);
      else {
        const confirmed = await confirmWith(port, client, { code: codeIn(await mail.nextMail(email, doorMs)) });
        if (confirmed.client === undefined) refused.push(confirmed.word);
        else people.push({ email, ...confirmed.client });
      }
    });
    await Promise.all(steps);
  }
  return { people, refused, proven, ms: performance.now() - began };
}

function judgeDoor({ refused, ms }: Arrivals, problems: Problems): void {
  problems.equal('refused at the door', refused.length, 0);
  problems.require(ms <= doorMs, `the last person got in after ${Math.round(ms / 1000)} s`);
}

function sayArrivals({ people, refused, proven, ms }: Arrivals): string {
  const words = countWords(refused) || 'none';
  return `${people.length} in ${(ms / 1000).toFixed(1)} s, ${proven} with a proof of work, refused: ${words}`;
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
