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

const pages = `query($n: Int!) { municipalities(first: $n) { edges { node {
  polls(first: $n) { edges { node { id } } } } } } }`;
const doubling = `{ municipality(ags: "07138073") { ...F0 } } ${Array.from(
  { length: 12 },
  (_, n) => `fragment F${n} on Municipality { ...F${n + 1} townGroup { id } ...F${n + 1} }`,
).join(' ')} fragment F12 on Municipality { id }`;
const circle = `{ viewer { ...A } } fragment A on Viewer { ...B } fragment B on Viewer { ...A }`;

interface Bomb {
  readonly name: string;
  readonly query: string;
  readonly variables?: object;
  /** COST_EXCEEDED unless told otherwise. */
  readonly code?: string;
  readonly status?: number;
}

/** Refused alike on both ways: with this code, not answered, not 500. */
const bombs: readonly Bomb[] = [
  { name: '16 aliases', query: aliases(16) },
  { name: '400 aliases', query: aliases(400) },
  { name: '5,000 aliases', query: aliases(5000) },
  { name: '30 levels', query: deep(15) },
  { name: '60 directives', query: directives },
  { name: '1,000 bad directives', query: `{ viewer { id ${'@x'.repeat(1000)} } }` },
  { name: '2,000 tokens', query: fields(2000) },
  { name: 'a list of lists of lists', query: expensive },
  { name: 'pages of 100 in pages of 100, said in variables', query: pages, variables: { n: 100 } },
  { name: 'a page of a million, said in variables', query: pages, variables: { n: 1_000_000 } },
  { name: 'fragments that double twelve times', query: doubling },
  { name: 'fragments in a circle', query: circle, code: 'GRAPHQL_VALIDATION_FAILED' },
  { name: 'introspection', query: '{ __schema { types { name } } }', code: 'FORBIDDEN', status: 403 },
];

export const bombCases: readonly Case[] = [
  ...bombs.flatMap(({ name, query, variables, code = 'COST_EXCEEDED', status = 400 }) => [
    {
      name: `${name} over HTTP`,
      expected: `${status} ${code}`,
      run: async ({ port, nobody }: Target) =>
        describeReply(await post(port, nobody(), JSON.stringify({ query, variables }))),
    },
    {
      name: `${name} over the socket`,
      expected: `error ${code}`,
      run: async ({ port, nobody }: Target) => bombSocket(port, nobody(), query, variables),
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

async function bombSocket(port: number, client: Client, query: string, variables?: object): Promise<string> {
  const socket = await openAcknowledged(port, client);
  const messages = await operate(socket, '1', query, variables);
  const closing = messages.length === 0 ? await socket.closing(1000) : undefined;
  socket.close();
  return closing === undefined ? describe(messages) : `closed ${closing.code}`;
}
