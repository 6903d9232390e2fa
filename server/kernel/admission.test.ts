import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { givenPeople, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, ask, connect, type Identified, post, watch } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let people: Somebody[];

beforeAll(async () => {
  // A server of its own: its limit of costs is low.
  app = await startTestServer({ anonymousCostPerMinute: 20_000 });
  place = await givenPlace(app);
  people = await givenPeople(app, place, 4);
});
afterAll(() => app.stop());

/** Answer of one operation over the socket, or the error message of the protocol. */
async function askSocket(who: Identified, query: string, variables: Record<string, unknown> = {}): Promise<Answer> {
  const client = connect(app.port, who);
  const stream = watch(client, query, variables);
  const ended = await stream.ended;
  await client.dispose();
  return stream.messages[0] ?? { errors: ended as NonNullable<Answer['errors']> };
}
const transports = [
  ['HTTP', (who: Identified, query: string, variables = {}) => ask(app.port, who, query, variables)],
  ['socket', askSocket],
] as const;

const codeOf = ({ errors }: Answer): string | undefined => errors?.[0]?.extensions?.code;
const pages = `query($n: Int!) { municipalities(first: $n) { edges { node { polls(first: $n) { edges { node { id } } } } } } }`;
const beside = `{ municipalities(first: 100) { edges { node {
  groups(first: 100) { edges { node { id } } } } } }`;
const recursion = `{ municipality(ags: "1") { ...F0 } } ${Array.from(
  { length: 12 },
  (_, n) => `fragment F${n} on Municipality { ...F${n + 1} townGroup { id } ...F${n + 1} }`,
).join(' ')} fragment F12 on Municipality { id }`;
const circle =
  '{ municipality(ags: "1") { ...A } } fragment A on Municipality { ...B } fragment B on Municipality { ...A }';

describe.each(transports)('over %s', (_name, send) => {
  test.each([
    ['a cost that only its variables show', pages, { n: 100 }, 'COST_EXCEEDED'],
    [
      'a page of a million',
      'query($n: Int!) { municipalities(first: $n) { edges { node { id } } } }',
      { n: 1e6 },
      'COST_EXCEEDED',
    ],
    [
      'a cost beside a directive without its value',
      `query($no: Boolean = false) ${beside} m: municipality(ags: "1") { id @skip(if: $no) } }`,
      { no: null },
      'BAD_USER_INPUT',
    ],
    [
      'a cost beside an argument without its value',
      `query($ags: String = "1") ${beside} m: municipality(ags: $ags) { id } }`,
      { ags: null },
      'BAD_USER_INPUT',
    ],
    ['fragments that double twelve times', recursion, {}, 'COST_EXCEEDED'],
    ['fragments in a circle', circle, {}, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'sixteen aliases',
      `{ viewer { ${Array.from({ length: 16 }, (_, n) => `a${n}: id`).join(' ')} } }`,
      {},
      'COST_EXCEEDED',
    ],
    ['1,000 bad directives', `{ viewer { id ${'@x'.repeat(1000)} } }`, {}, 'COST_EXCEEDED'],
    ['700 bad directives', `{ viewer { id ${'@x'.repeat(700)} } }`, {}, undefined],
    ['introspection', '{ __schema { types { name } } }', {}, 'FORBIDDEN'],
    [
      'introspection of one type in a fragment',
      '{ ...A } fragment A on Query { __type(name: "Query") { name } }',
      {},
      'FORBIDDEN',
    ],
  ])('%s is refused', async (_what, query, variables, code) => {
    const answer = await send(people[0] ?? {}, query, variables);
    expect(answer.data ?? null).toBeNull();
    expect(answer.errors?.length).toBeLessThanOrEqual(5);
    expect(JSON.stringify(answer).length).toBeLessThan(5000);
    if (code !== undefined) expect(codeOf(answer)).toBe(code);
  });
});

test.each(transports)('what fails a hundred times over %s is told five times', async (_name, send) => {
  for (let n = 0; n < 8; n++) await givenPlace(app);
  const forAdmins = `{ municipalities(first: 20) { edges { node { audit { edges { cursor } } staff { name } } } } }`;
  expect((await send(people[0] ?? {}, forAdmins)).errors?.map(({ message }) => message)).toEqual(
    Array(5).fill('forbidden'),
  );
});

test('a subscription asked over HTTP is refused as such, not as a fault of ours', async () => {
  const response = await post(app.port, {}, { query: `subscription { feed(groupId: "x") { cursor } }` });
  expect([response.status, await response.json()]).toEqual([
    400,
    { errors: [{ message: 'socket only', extensions: { code: 'SOCKET_ONLY' } }] },
  ]);
});

test('120 mutations a minute on both transports together; aliases count each; the neighbour feels nothing', async () => {
  const eager = people[1] ?? {};
  const neighbour = people[2] ?? {};
  const join = 'joinGroup(input: { groupId: "x" }) { userErrors { code } }';
  const fifteen = `mutation { ${Array.from({ length: 15 }, (_, n) => `a${n}: ${join}`).join(' ')} }`;
  for (let n = 0; n < 4; n++) expect(codeOf(await ask(app.port, eager, fifteen))).toBe('NOT_FOUND');
  for (let n = 0; n < 4; n++) expect(codeOf(await askSocket(eager, fifteen))).toBe('NOT_FOUND');
  for (const [, send] of transports) {
    const refused = await send(eager, `mutation { ${join} }`);
    expect(refused.errors).toEqual([
      { message: 'rate limited', extensions: { code: 'RATE_LIMITED', retryAfter: expect.any(Number) } },
    ]);
    expect(refused.errors?.[0]?.extensions.retryAfter).toSatisfy((seconds: number) => seconds > 0 && seconds <= 60);
    expect(codeOf(await send(neighbour, `mutation { ${join} }`))).toBe('NOT_FOUND');
  }
  const response = await post(app.port, eager, { query: `mutation { ${join} }` });
  expect([response.status, Number(response.headers.get('retry-after'))]).toEqual([429, expect.any(Number)]);
  expect((await ask(app.port, eager, '{ viewer { id } }')).errors).toBeUndefined();
});

test('cost adds up per person, and without an account per address', async () => {
  const dear = `query { nodes(ids: [${Array(90).fill('"x"').join(',')}]) { ... on Poll { questions { options { id } } } } }`;
  const cost = Math.floor(90 * (3 + 3 * (1 + 3 * (1 + 0.05))));
  const spendAll = async (who: Identified): Promise<number> => {
    for (let n = 1; n < 100; n++) {
      const answer = await transports[n % 2]?.[1](who, dear);
      if (answer !== undefined && codeOf(answer) === 'RATE_LIMITED') return n;
    }
    return Infinity;
  };
  expect(await spendAll(people[3] ?? {})).toBe(Math.floor(50_000 / cost) + 1);
  expect(await spendAll({})).toBe(Math.floor(20_000 / cost) + 1);
  expect(codeOf(await ask(app.port, {}, dear, { unused: randomUUID() }))).toBe('RATE_LIMITED');
});

test('no answer over HTTP is kept on its way', async () => {
  for (const query of ['{ viewer { id } }', '{ nothing }']) {
    const { headers } = await post(app.port, people[0]!, { query });
    expect(headers.get('cache-control')).toBe('no-store');
  }
});
