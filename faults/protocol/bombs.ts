import { type Client, codesOf, get, post, type Reply } from '../harness/http.ts';
import { openAcknowledged } from '../harness/raw.ts';
import type { Case, Target } from './cases.ts';
import { describe, operate } from './operations.ts';

const aliases = (count: number): string =>
  `{ viewer { ${Array.from({ length: count }, (_, n) => `a${n}:id`).join(' ')} } }`;
const deep = (levels: number): string => {
  const inside = Array.from({ length: levels }).reduce<string>(
    (inner) => `townGroup { municipality { ${inner} } }`,
    'id',
  );
  return `{ municipality(ags: "07138073") { ${inside} } }`;
};
const directives = `{ viewer { ${'id @include(if: true) '.repeat(60)} } }`;
const fields = (count: number): string => `{ viewer { ${'id '.repeat(count)} } }`;
const expensive = `{ municipalities(first: 100) { edges { node {
  polls(first: 100) { edges { node { questions { options { id label } } group { municipality { polls(first: 100) {
    edges { node { questions { options { id label } } } } } } } } } } } } } }`;

/** Refused alike on both ways: with this code, not answered, not 500. */
const bombs: readonly (readonly [name: string, query: string])[] = [
  ['16 aliases', aliases(16)],
  ['400 aliases', aliases(400)],
  ['5,000 aliases', aliases(5000)],
  ['30 levels', deep(15)],
  ['60 directives', directives],
  ['2,000 tokens', fields(2000)],
  ['a list of lists of lists', expensive],
];

export const bombCases: readonly Case[] = [
  ...bombs.flatMap(([name, query]) => [
    {
      name: `${name} over HTTP`,
      expected: '400 COST_EXCEEDED',
      run: async ({ port, nobody }: Target) => describeReply(await post(port, nobody(), JSON.stringify({ query }))),
    },
    {
      name: `${name} over the socket`,
      expected: 'error COST_EXCEEDED',
      run: async ({ port, nobody }: Target) => bombSocket(port, nobody(), query),
    },
  ]),
  {
    name: 'the 101st subscription of one socket',
    expected: '100 served, then error COST_EXCEEDED',
    run: async ({ port, poll, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      const query = `subscription { pollResults(pollId: "${poll.id}") { __typename } }`;
      for (let n = 1; n <= 101; n++) socket.send({ id: String(n), type: 'subscribe', payload: { query } });
      const last = await socket.next(({ id, type }) => id === '101' && type !== 'next');
      for (let n = 0; n < 100; n++) await socket.next(({ type }) => type === 'next');
      const served = new Set(socket.messages.filter(({ type }) => type === 'next').map(({ id }) => id as string));
      socket.close();
      return `${served.size} served, then ${last === undefined ? 'served too' : describe([last])}`;
    },
  },
  http('a batch of two', /^400 /, ({ port, nobody }) => {
    const one = { query: '{ viewer { id } }' };
    return post(port, nobody(), JSON.stringify([one, one]));
  }),
  http('GET without a header that pages cannot set', /^400 /, ({ port, nobody }) =>
    get(port, nobody(), `/graphql?query=${encodeURIComponent('{ viewer { id } }')}`, { accept: 'application/json' }),
  ),
  http('a mutation by GET', /^405 /, ({ port, nobody }) =>
    get(port, nobody(), `/graphql?query=${encodeURIComponent('mutation { signOut { userErrors { code } } }')}`, {
      accept: 'application/json',
      'apollo-require-preflight': 'true',
    }),
  ),
  http('POST as a page of another site could', /^(400|415) /, ({ port, nobody }) =>
    post(port, nobody(), '{"query":"{ viewer { id } }"}', { 'content-type': 'text/plain' }),
  ),
  http('a body of more than 100 kB', '413 TOO_LARGE', ({ port, nobody }) =>
    post(port, nobody(), JSON.stringify({ query: `{ viewer { id } } #${'x'.repeat(100_000)}` })),
  ),
  http('JSON that breaks off', '400 BAD_REQUEST', ({ port, nobody }) => post(port, nobody(), '{"query": "{ vie')),
  http('an unknown field: no suggestions', /^400 GRAPHQL_VALIDATION_FAILED$/, async ({ port, nobody }) => {
    const reply = await post(port, nobody(), '{"query":"{ viewr { id } }"}');
    if (/did you mean/i.test(reply.text)) throw new Error('suggests names of the schema');
    return reply;
  }),
  {
    name: '40 wrong fields: at most 5 errors',
    expected: '400 with 5 errors or less',
    run: async ({ port, nobody }) => {
      const wrong = Array.from({ length: 40 }, (_, n) => `wrong${n}`).join(' ');
      const reply = await post(port, nobody(), JSON.stringify({ query: `{ ${wrong} }` }));
      const count = reply.errors?.length ?? 0;
      return `${reply.status} with ${count > 0 && count <= 5 ? '5' : count} errors or less`;
    },
  },
];

function http(name: string, expected: string | RegExp, ask: (target: Target) => Promise<Reply>): Case {
  return { name, expected, run: async (target) => describeReply(await ask(target)) };
}

/** "400 COST_EXCEEDED"; says when data came along, when it is not JSON, and when it tells too much. */
function describeReply(reply: Reply): string {
  const type = reply.headers.get('content-type') ?? '';
  const notes = [reply.data == null ? '' : ' with data', type.includes('json') ? '' : ` as ${type}`];
  if (/node_modules|\.ts:\d|\.js:\d/.test(reply.text)) notes.push(' with a stack trace');
  return `${reply.status} ${codesOf(reply)[0] ?? ''}${notes.join('')}`;
}

async function bombSocket(port: number, client: Client, query: string): Promise<string> {
  const socket = await openAcknowledged(port, client);
  const messages = await operate(socket, '1', query);
  const closing = messages.length === 0 ? await socket.closing(1000) : undefined;
  socket.close();
  return closing === undefined ? describe(messages) : `closed ${closing.code}`;
}
