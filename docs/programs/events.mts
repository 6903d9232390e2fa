// Prints the next dates of a town, hands in the draft of an event, and prints the seats of a date as they change.
// docs/partner-guide.md, section 12, explains it.
//   npm install graphql graphql-ws
//   ORTSFUNK=https://ortsfunk.example KEY=ortsfunk_… node events.mts --id concert-1 [--date id] [--states number]
// Node 22.18 or newer runs this file as it is. The key needs the scopes events:read, events:write and groups:read.
// The id is yours: run again with the same one, the program finds its draft by it and hands in nothing twice.
// Without --date it follows the next date whose seats are limited.
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { createClient } from 'graphql-ws';

const text = { type: 'string' } as const;
const { values } = parseArgs({ options: { id: text, date: text, states: text } });
const origin = setting('ORTSFUNK');
const authorization = `Bearer ${setting('KEY')}`;
const id = values.id ?? stop('the option --id is missing');
let statesLeft = Number(values.states ?? Infinity);

const datesQuery = `{ partnerKey { municipality { name townGroup { id } occurrences(first: 50) { nodes {
  id startsAt state movedFrom place event { title state } slots { capacity } } } } } }`;
const draftQuery = `query Draft($externalId: String!) { partnerKey { createdAs(externalId: $externalId) {
  ... on Event { title state } } } }`;
const create = `mutation Create($input: CreateEventInput!) { createEvent(input: $input) {
  event { title state } userErrors { code message path } } }`;
const subscription = `subscription Seats($date: ID!, $after: StreamCursor) { eventSeats(occurrenceId: $date, after: $after) {
  cursor occurrence { state event { title } } slots { kind title capacity taken } } }`;

type Dated = {
  id: string;
  startsAt: string;
  state: string;
  movedFrom: string | null;
  place: string | null;
  event: { title: string; state: string };
  slots: { capacity: number | null }[];
};
type Town = { name: string; townGroup: { id: string }; occurrences: { nodes: Dated[] } };
type Draft = { title: string; state: string };
type Seats = {
  cursor: string;
  occurrence: { state: string; event: { title: string } };
  slots: { kind: string; title: string; capacity: number | null; taken: number }[];
};
type Problem = { message: string; extensions?: { code?: string; retryAfter?: number } };

const { municipality } = (await ask<{ partnerKey: { municipality: Town } }>(datesQuery)).partnerKey;
const dates = municipality.occurrences.nodes;
console.log(`the next dates in ${municipality.name}:`);
for (const date of dates.slice(0, 3)) {
  console.log(`  ${date.startsAt} ${stateOf(date)} ${date.event.title}, ${date.place ?? 'online'}`);
}
await handIn();
const followed = values.date ?? dates.find(({ slots }) => slots.some(({ capacity }) => capacity !== null))?.id;
if (followed === undefined) stop('no date has limited seats: name one with --date');
let cursor: string | null = null;
for (let failures = 0; statesLeft > 0;) {
  const before: string | null = cursor;
  try {
    await follow(followed);
  } catch (error) {
    const [problem = { message: String(error) }] = (Array.isArray(error) ? error : []) as Problem[];
    const code = problem.extensions?.code ?? problem.message;
    if (code === 'NOT_FOUND' || code === 'FORBIDDEN') stop(`${code}: this date is not for the key`);
    console.error(`${code}: connecting again`);
    if (code === 'BAD_CURSOR') cursor = null;
    failures = cursor === before ? failures + 1 : 0;
    // Growing waits with jitter: after an outage not all programs come back in the same second.
    await pause(Math.min(2 ** failures, 60) * (500 + Math.random() * 500));
  }
}

/** A cancelled event cancels all its dates. */
function stateOf({ state, movedFrom, event }: Dated): string {
  if (event.state === 'CANCELLED') return 'CANCELLED';
  return state === 'CHANGED' && movedFrom !== null ? 'MOVED' : state;
}

/** Hands in the draft unless an earlier run has done so; the town hall decides whether it is published. */
async function handIn(): Promise<void> {
  const known = (await ask<{ partnerKey: { createdAs: Draft | null } }>(draftQuery, { externalId: id })).partnerKey;
  if (known.createdAs !== null) return console.log(`known: ${known.createdAs.title} (${known.createdAs.state})`);
  const start = new Date(Date.now() + 30 * 86_400_000);
  start.setUTCHours(18, 0, 0, 0);
  const input = {
    title: 'Concert of the music school',
    body: 'Pupils play what they have learnt.',
    place: 'Music school, hall',
    dates: { startsAt: start, endsAt: new Date(start.getTime() + 5_400_000), isAllDay: false },
    slots: [{ kind: 'ATTENDANCE', capacity: 120 }],
    groupIds: [municipality.townGroup.id],
    isDraft: true,
    externalId: id,
    idempotencyKey: randomUUID(),
  };
  const { event, userErrors } = (
    await ask<{ createEvent: { event: Draft | null; userErrors: { code: string; path: string[] }[] } }>(create, {
      input,
    })
  ).createEvent;
  const reasons = userErrors.map(({ code, path }) => `${path.join('.')}: ${code}`);
  if (event === null) stop(`the server refuses this: ${reasons.join(', ')}`);
  console.log(`handed in: ${event.title} (${event.state})`);
}

/** Prints each state of the seats that is newer than the cursor until enough were printed. */
async function follow(date: string): Promise<void> {
  const client = createClient({
    url: new URL('/graphql', origin.replace(/^http/, 'ws')).href,
    connectionParams: { authorization },
    retryAttempts: 0, // the loop above reconnects, after the cursor of the last state that was printed
    keepAlive: 15_000,
  });
  let deadline: NodeJS.Timeout | undefined;
  client.on('ping', (isReceived) => {
    if (!isReceived) deadline = setTimeout(() => client.terminate(), 15_000); // nothing answers: the line is dead
  });
  client.on('pong', () => clearTimeout(deadline));
  try {
    for await (const { data, errors } of client.iterate({ query: subscription, variables: { date, after: cursor } })) {
      if (errors || !data) throw errors;
      const seats = data.eventSeats as Seats;
      print(seats);
      cursor = seats.cursor;
      statesLeft -= 1;
      if (statesLeft <= 0) return;
    }
    throw new Error('the stream ended');
  } finally {
    clearTimeout(deadline);
    await client.dispose();
  }
}

function print({ occurrence, slots }: Seats): void {
  const seats = slots.map(
    ({ kind, title, capacity, taken }) => `${title || kind} ${taken} of ${capacity ?? 'unlimited'}`,
  );
  console.log(`seats of ${occurrence.event.title} (${occurrence.state}): ${seats.join(', ')}`);
}

/** Asks the server; waits and repeats when the server says so, and ends the program on every other error. */
async function ask<Data>(query: string, variables: object = {}): Promise<Data> {
  const response = await fetch(new URL('/graphql', origin), {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
    signal: AbortSignal.timeout(30_000),
  }).catch((error: Error) => stop(`${origin} does not answer: ${String(error.cause ?? error.message)}`));
  const { data, errors } = (await response.json()) as { data: Data; errors?: Problem[] };
  const problem = errors?.[0];
  if (problem === undefined) return data;
  const { code, retryAfter } = problem.extensions ?? {};
  if (code !== 'RATE_LIMITED' && code !== 'UNAVAILABLE') stop(`${code}: ${problem.message}`);
  console.error(`${code}: again in ${retryAfter} seconds`);
  await pause((retryAfter ?? 5) * 1000);
  return ask(query, variables);
}

function setting(name: string): string {
  return process.env[name] ?? stop(`the environment variable ${name} is not set`);
}

function stop(reason: string): never {
  console.error(`ended: ${reason}`);
  process.exit(1);
}
