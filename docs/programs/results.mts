// Prints the results of a poll live until it is closed. docs/partner-guide.md, section 6, explains it.
//   npm install graphql graphql-ws
//   ORTSFUNK=https://ortsfunk.example KEY=ortsfunk_… node results.mts [--poll id] [--states number]
// Node 22.18 or newer runs this file as it is. The key needs the scope polls:read.
// Without --poll it takes the open poll that closes last of those whose results everybody may see while it is open.
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from 'graphql-ws';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { poll: text, states: text } });
const origin = setting('ORTSFUNK');
const authorization = `Bearer ${setting('KEY')}`;
let statesLeft = Number(values.states ?? Infinity);

const pollsQuery = `{ partnerKey { municipality { name polls(first: 100, state: OPEN) { nodes { id title resultsVisibility } } } } }`;
const subscription = `subscription Results($poll: ID!, $after: StreamCursor) {
  pollResults(pollId: $poll, after: $after) { __typename
    ... on PollTally { cursor turnout poll { title closedAt } questions { question { text } options { option { label } votes } } }
    ... on HiddenResults { cursor turnout poll { title closedAt } hiddenBecause } } }`;

type Poll = { id: string; title: string; resultsVisibility: string };
type Polls = { partnerKey: { municipality: { name: string; polls: { nodes: Poll[] } } } };
type Common = { cursor: string; turnout: number; poll: { title: string; closedAt: string | null } };
type Option = { option: { label: string }; votes: number };
type Tally = Common & { __typename: 'PollTally'; questions: { question: { text: string }; options: Option[] }[] };
type Hidden = Common & { __typename: 'HiddenResults'; hiddenBecause: string };
type Problem = { message: string; extensions?: { code?: string; retryAfter?: number } };

/** Ends a connection; the next one begins after `retryAfter` seconds at the earliest. */
class Interruption extends Error {
  retryAfter: number;
  constructor(code: string, retryAfter = 0) {
    super(code);
    this.retryAfter = retryAfter;
  }
}

const poll = values.poll ?? (await findPoll());
let cursor: string | null = null;
for (let failures = 0, isOver = false; !isOver;) {
  const before: string | null = cursor;
  try {
    isOver = await follow();
  } catch (error) {
    console.error(`${(error as Error).message}: connecting again`);
    if ((error as Error).message === 'BAD_CURSOR') cursor = null;
    failures = cursor === before ? failures + 1 : 0;
    // Growing waits with jitter: after an outage not all programs come back in the same second.
    const seconds = Math.min(2 ** failures, 60) * (0.5 + Math.random() / 2);
    await pause((seconds + (error instanceof Interruption ? error.retryAfter : 0)) * 1000);
  }
}

/** Prints each state that is newer than the cursor. True: the poll is closed, or enough states were printed. */
async function follow(): Promise<boolean> {
  const client = createClient({
    url: new URL('/graphql', origin.replace(/^http/, 'ws')).href,
    connectionParams: { authorization },
    connectionAckWaitTimeout: 15_000,
    retryAttempts: 0, // the loop above reconnects, after the cursor of the last state that was printed
    keepAlive: 15_000,
  });
  let deadline: NodeJS.Timeout | undefined;
  client.on('ping', (isReceived) => {
    if (!isReceived) deadline = setTimeout(() => client.terminate(), 15_000); // nothing answers: the line is dead
  });
  client.on('pong', () => clearTimeout(deadline));
  try {
    for await (const { data, errors } of client.iterate({ query: subscription, variables: { poll, after: cursor } })) {
      if (errors || !data) throw interruptionOf(errors ?? []);
      const state = data.pollResults as Tally | Hidden;
      print(state);
      cursor = state.cursor;
      statesLeft -= 1;
      if (state.poll.closedAt !== null || statesLeft <= 0) return true;
    }
    throw new Interruption('the stream ended');
  } catch (error) {
    if (Array.isArray(error)) throw interruptionOf(error as Problem[]);
    if (error instanceof Error) throw error;
    const { code, reason, message } = error as { code?: number; reason?: string; message?: string };
    if (code === 4403) stop('the key is refused, or has too many connections');
    throw new Interruption(`connection lost: ${code ?? message} ${reason ?? ''}`);
  } finally {
    clearTimeout(deadline);
    void client.dispose();
  }
}

function print(state: Tally | Hidden): void {
  const stage = state.poll.closedAt === null ? 'open' : 'closed';
  console.log(`${state.poll.title} (${stage}): ${state.turnout} people voted`);
  if (state.__typename === 'HiddenResults') console.log(`  hidden: ${state.hiddenBecause}`);
  else
    for (const { options } of state.questions)
      for (const { option, votes } of options) console.log(`  ${votes} ${option.label}`);
}

async function findPoll(): Promise<string> {
  const headers = { authorization, 'content-type': 'application/json' };
  const body = JSON.stringify({ query: pollsQuery });
  const response = await fetch(new URL('/graphql', origin), { method: 'POST', headers, body }).catch((error: Error) =>
    stop(`${origin} does not answer: ${String(error.cause ?? error.message)}`),
  );
  const { data, errors } = (await response.json()) as { data: Polls; errors?: Problem[] };
  if (errors) stop(interruptionOf(errors).message);
  const { name, polls } = data.partnerKey.municipality;
  const found = polls.nodes.find(({ resultsVisibility }) => resultsVisibility === 'LIVE');
  return found?.id ?? stop(`no open poll of ${name} shows its results: name one with --poll`);
}

/** What the server's errors mean; those that waiting does not help against end the program. */
function interruptionOf([problem]: readonly Problem[]): Interruption {
  const { code = 'UNAVAILABLE', retryAfter } = problem?.extensions ?? {};
  const isPassing = ['RATE_LIMITED', 'UNAVAILABLE', 'INTERNAL', 'BAD_CURSOR'].includes(code);
  return isPassing ? new Interruption(code, retryAfter) : stop(`${code}: ${problem?.message}`);
}

function setting(name: string): string {
  return process.env[name] ?? stop(`the environment variable ${name} is not set`);
}

function stop(reason: string): never {
  console.error(`ended: ${reason}`);
  process.exit(1);
}
