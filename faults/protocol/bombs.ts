import { type Client, codesOf, get, type GraphQLAnswer, post, type Reply } from '../harness/http.ts';
import { openAcknowledged } from '../harness/raw.ts';
import type { Case, Target } from './cases.ts';
import { hostile } from './hostile.ts';
import { describe, operate } from './operations.ts';

const mail = 'requestSignIn(input: { email: "twelve.times@example.org" }) { userErrors { code } }';
/** Two more than one address of the network may ask for in 15 minutes. */
const twelveMails = `mutation { ${Array.from({ length: 12 }, (_, n) => `a${n}: ${mail}`).join(' ')} }`;

export const bombCases: readonly Case[] = [
  ...hostile.flatMap(({ name, query, variables, code = 'COST_EXCEEDED', status = 400 }) => [
    {
      name: `${name} over HTTP`,
      expected: `${status} ${code}`,
      run: async ({ port, nobody }: Target) =>
        describeReply(await post(port, nobody(), JSON.stringify({ query, variables }))),
    },
    {
      name: `${name} over the socket`,
      expected: status === 200 ? `next ${code}, complete` : `error ${code}`,
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
  {
    name: 'a mail with a code, twelve times in one operation over HTTP: answered, because a client has sixty such requests',
    expected: '200  with data',
    run: async ({ port, nobody }) => describeReply(await post(port, nobody(), JSON.stringify({ query: twelveMails }))),
  },
  {
    name: 'a mail with a code, twelve times in one operation over the socket',
    expected: 'next HTTP_ONLY, complete',
    run: ({ port, nobody }) => bombSocket(port, nobody(), twelveMails),
  },
  http('a batch of two', /^400 /, ({ port, nobody }) => {
    const one = { query: '{ viewer { id } }' };
    return post(port, nobody(), JSON.stringify([one, one]));
  }),
  {
    name: 'a batch of two over the socket',
    expected: 'closed 4400',
    run: async ({ port, nobody }) => {
      const socket = await openAcknowledged(port, nobody());
      const one = { query: '{ viewer { id } }' };
      socket.send({ id: '1', type: 'subscribe', payload: [one, one] });
      return `closed ${(await socket.closing())?.code}`;
    },
  },
  http('an empty batch', /^400 /, ({ port, nobody }) => post(port, nobody(), '[]')),
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
];

function http(name: string, expected: string | RegExp, ask: (target: Target) => Promise<Reply>): Case {
  return { name, expected, run: async (target) => describeReply(await ask(target)) };
}

/** Status and first code, such as "400 COST_EXCEEDED", followed by every excess of the answer. */
function describeReply(reply: Reply): string {
  const type = reply.headers.get('content-type') ?? '';
  const kind = type.includes('json') ? '' : ` as ${type}`;
  return `${reply.status} ${codesOf(reply)[0] ?? ''}${kind}${excessOf(reply, reply.text)}`;
}

async function bombSocket(port: number, client: Client, query: string, variables?: object): Promise<string> {
  const socket = await openAcknowledged(port, client);
  const messages = await operate(socket, '1', query, variables);
  const closing = messages.length === 0 ? await socket.closing(1000) : undefined;
  socket.close();
  if (closing !== undefined) return `closed ${closing.code}`;
  const [{ type, payload }] = messages;
  const answer: GraphQLAnswer = type === 'error' ? { errors: payload } : payload;
  return `${describe(messages)}${excessOf(answer, JSON.stringify(payload))}`;
}

/**
 * A refusal is short and holds no data, no stack trace, no suggested names of the schema and at most five errors.
 * Returns each violation as words.
 */
function excessOf({ data, errors = [] }: GraphQLAnswer, text: string): string {
  const hasData = Object.values((data ?? {}) as object).some((value) => value !== null);
  const notes = [
    hasData && ' with data',
    errors.length > 5 && ` with ${errors.length} errors`,
    text.length > 3000 && ` with ${text.length} characters`,
    /did you mean/i.test(text) && ' with suggestions',
    /node_modules|\.ts:\d|\.js:\d/.test(text) && ' with a stack trace',
  ];
  return notes.filter((note) => note !== false).join('');
}
