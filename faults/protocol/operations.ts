import type { Data } from '../harness/http.ts';
import { castVote, uuidOf, vote } from '../harness/polls.ts';
import { openAcknowledged, type RawSocket } from '../harness/raw.ts';
import { pause } from '../harness/waiting.ts';
import { type Case, type Target, viewerQuery } from './cases.ts';

/** Cases of operations on an open socket. */
export const operationCases: readonly Case[] = [
  {
    name: 'a query: next, then complete',
    expected: 'next, complete',
    run: async ({ port, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      return finish(socket, await operate(socket, '1', viewerQuery));
    },
  },
  {
    name: 'an id again after complete',
    expected: 'next, complete, next, complete',
    run: async ({ port, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      await operate(socket, '1', viewerQuery);
      return finish(socket, await operate(socket, '1', viewerQuery));
    },
  },
  {
    name: 'a document that does not validate: error without complete',
    expected: 'error GRAPHQL_VALIDATION_FAILED',
    run: async ({ port, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      socket.send({ id: '1', type: 'subscribe', payload: { query: '{ nothing }' } });
      await socket.next(({ type }) => type === 'error');
      await operate(socket, '2', viewerQuery);
      return finish(socket, ofId(socket, '1'));
    },
  },
  {
    name: 'a resolver that refuses: its error, and the socket goes on',
    expected: 'next NOT_FOUND, complete; then next, complete',
    run: async ({ port, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      const first = await operate(socket, '1', '{ node(id: "bm90aGluZw") { id } }');
      const second = await operate(socket, '2', viewerQuery);
      return `${describe(first)}; then ${finish(socket, second)}`;
    },
  },
  {
    name: 'a subscription that is refused: its error, and the socket goes on',
    expected: 'next NOT_FOUND, complete; then next, complete',
    run: async ({ port, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      const query = 'subscription { pollResults(pollId: "bm90aGluZw") { __typename } }';
      const first = await operate(socket, '1', query);
      const second = await operate(socket, '2', viewerQuery);
      return `${describe(first)}; then ${finish(socket, second)}`;
    },
  },
  {
    name: 'complete for an id nobody knows',
    expected: 'next, complete',
    run: async ({ port, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      socket.send({ id: 'unknown', type: 'complete' });
      return finish(socket, await operate(socket, '1', viewerQuery));
    },
  },
  {
    name: 'complete before a slow result: silence',
    expected: 'nothing; then next, complete',
    run: async ({ port, poll, stage, database }) => {
      const person = stage.town.people[1]!;
      const socket = await openAcknowledged(port, person);
      const lock = `select 1 from poll where id = '${uuidOf(poll.id)}' for update; select pg_sleep(1)`;
      const held = stage.postgres.execute(database, lock);
      await pause(300);
      const variables = { id: poll.id, options: [poll.options[0]] };
      socket.send({ id: '1', type: 'subscribe', payload: { query: castVote, variables } });
      socket.send({ id: '1', type: 'complete' });
      await held;
      await vote(port, person, poll, 0); // the vote is answered after the slow operation
      const second = await operate(socket, '2', viewerQuery);
      return `${describe(ofId(socket, '1'))}; then ${finish(socket, second)}`;
    },
  },
  {
    name: 'complete of a running subscription: silence',
    expected: 'next; after two votes nothing more',
    run: async (target) => {
      const { port, nobody } = target;
      const socket = await openAcknowledged(port, nobody());
      socket.send({ id: '1', type: 'subscribe', payload: { query: resultsOf(target) } });
      await socket.next(({ type }) => type === 'next');
      socket.send({ id: '1', type: 'complete' });
      await operate(socket, '2', viewerQuery);
      const before = ofId(socket, '1');
      for (const n of [2, 3]) await vote(port, target.stage.town.people[n]!, target.poll, 1);
      await pause(300);
      const more = ofId(socket, '1').length - before.length;
      socket.close();
      return `${describe(before)}; after two votes ${more === 0 ? 'nothing' : more} more`;
    },
  },
  {
    name: '30 operations interleaved: order kept for each id',
    expected: '30 in order',
    run: interleave,
  },
];

async function interleave(target: Target): Promise<string> {
  const { port, stage, poll, nobody } = target;
  const socket = await openAcknowledged(port, nobody());
  const streams = 15;
  const queries = 15;
  for (let n = 0; n < streams; n++) {
    socket.send({ id: `stream${n}`, type: 'subscribe', payload: { query: resultsOf(target) } });
    socket.send({ id: `query${n}`, type: 'subscribe', payload: { query: viewerQuery } });
  }
  await Promise.all(stage.town.people.slice(10, 40).map((person) => vote(port, person, poll, 2)));
  const last = await openAcknowledged(port, nobody());
  const [final] = await operate(last, '1', resultsOf(target).replace('subscription', 'query'));
  last.close();
  const turnout = turnoutOf(final);
  for (let n = 0; n < streams; n++) await socket.next(({ id }) => id === `query${n}`, 1).catch(() => undefined);
  const isThere = (n: number): boolean => turnoutOf(ofId(socket, `stream${n}`).at(-1)) === turnout;
  const ids = Array.from({ length: streams }, (_, n) => n);
  for (let wait = 0; wait < 50 && !ids.every(isThere); wait++) await pause(100);
  const orderedStreams = ids.filter((n) => isThere(n) && isRising(ofId(socket, `stream${n}`).map(turnoutOf))).length;
  const orderedQueries = ids
    .slice(0, queries)
    .filter((n) => describe(ofId(socket, `query${n}`)) === 'next, complete').length;
  socket.close();
  return `${orderedStreams + orderedQueries} in order`;
}

function resultsOf({ poll }: Target): string {
  return `subscription { pollResults(pollId: "${poll.id}") {
    ... on PollTally { turnout } ... on HiddenResults { turnout } } }`;
}

function turnoutOf(message: Data): number {
  return Number(message?.payload?.data?.pollResults?.turnout ?? -1);
}

function isRising(numbers: readonly number[]): boolean {
  return numbers.every((n, i) => i === 0 || n >= numbers[i - 1]!);
}

/** Sends one operation and waits for its end; returns all messages of its id. */
export async function operate(socket: RawSocket, id: string, query: string, variables?: object): Promise<Data[]> {
  const known = ofId(socket, id).length;
  socket.send({ id, type: 'subscribe', payload: { query, variables } });
  const isEnd = (message: Data): boolean =>
    message.id === id && ['complete', 'error'].includes(message.type) && ofId(socket, id).length > known;
  await socket.next(isEnd);
  return ofId(socket, id);
}

function ofId(socket: RawSocket, id: string): Data[] {
  return socket.messages.filter((message) => message.id === id);
}

/** Types of the messages, such as "next, complete", with the code of the first error if there is one. */
export function describe(messages: readonly Data[]): string {
  const words = messages.map(({ type, payload }) => {
    const code = (type === 'error' ? payload : payload?.errors)?.[0]?.extensions?.code;
    return code === undefined ? type : `${type} ${code}`;
  });
  return words.join(', ') || 'nothing';
}

function finish(socket: RawSocket, messages: readonly Data[]): string {
  socket.close();
  return describe(messages);
}
