import { expect } from 'vitest';
import { givenPerson } from '../testing/builders.ts';
import { post } from '../testing/client.ts';
import { givenKey } from '../testing/keys.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

/* Headers and extensions of responses, and limits in errors. */

let key: string;

test.beforeAll(async ({ app, town }) => {
  key = (await givenKey(app, town, ['posts:read'])).key;
});

test('every answer says what may be asked in this minute, and what is left of it', async ({ app }) => {
  const bearer = { authorization: `Bearer ${key}` };
  const first = await ask(app, bearer, { query: towns });
  expect(first.headers.get('ratelimit-policy')).toBe('"cost";q=200000;w=60, "mutations";q=600;w=60');
  const second = await ask(app, bearer, { query: towns });
  const spent = leftOf(first.headers.get('ratelimit'), 'cost') - leftOf(second.headers.get('ratelimit'), 'cost');
  expect(spent).toBe((await ask(app, bearer, { query: towns }, { 'graphql-cost': '1' })).extensions?.cost?.asked);
  const act = 'mutation { setLook(input: { municipalityId: "x", color: "", motif: HILLS }) { userErrors { code } } }';
  const refused = await ask(app, bearer, { query: act });
  expect(leftOf(refused.headers.get('ratelimit'), 'mutations')).toBe(599);
  for (const query of ['{ nothing }', '{', towns]) {
    expect([query, (await ask(app, {}, { query })).headers.get('ratelimit')]).toEqual([
      query,
      expect.stringMatching(/^"cost";r=\d+;t=\d+$/),
    ]);
  }
});

test('the cost is told to whoever asks for it', async ({ app }) => {
  expect((await ask(app, {}, { query: towns })).extensions).toBeUndefined();
  const { extensions } = await ask(app, {}, { query: towns }, { 'graphql-cost': '1' });
  expect(extensions).toEqual({ cost: { asked: expect.any(Number), limit: 5000 } });
});

test('a key that opens nothing is told how to say who one is', async ({ app }) => {
  const { status, headers } = await ask(app, { authorization: 'Bearer nothing' }, { query: towns });
  expect([status, headers.get('www-authenticate')]).toEqual([401, 'Bearer realm="Ortsfunk", error="invalid_token"']);
});

test('no text is kept for a hash: clients are told to send texts', async ({ app }) => {
  const extensions = { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } };
  const { errors } = await ask(app, {}, { extensions });
  expect(errors).toEqual([
    { message: 'PersistedQueryNotSupported', extensions: { code: 'PERSISTED_QUERY_NOT_SUPPORTED' } },
  ]);
});

test('who is over a limit is told which one and its figure', async ({ app }) => {
  const aliases = Array.from({ length: 20 }, (_, n) => `a${n}: viewer { id }`).join(' ');
  const directives = `{ viewer { id ${'@include(if: true) '.repeat(9)} } }`;
  const tokens = `{ ${'viewer { id } '.repeat(600)} }`;
  const deep = 'municipality { posts { nodes { '.repeat(5);
  const depth = `{ municipality(ags: "1") { posts { nodes { ${deep} id ${'} } } '.repeat(5)} } } } }`;
  const dear = '{ municipalities(first: 100) { nodes { posts(first: 100) { nodes { id } } } } }';
  const told = await Promise.all(
    [`{ ${aliases} }`, directives, tokens, depth, dear].map(
      async (query) => (await ask(app, {}, { query })).errors[0]?.extensions,
    ),
  );
  expect(told).toEqual([
    { code: 'COST_EXCEEDED', of: 'aliases', limit: 15 },
    { code: 'COST_EXCEEDED', of: 'directives', limit: 8 },
    { code: 'COST_EXCEEDED', of: 'tokens', limit: 1500 },
    { code: 'COST_EXCEEDED', of: 'depth', limit: 12 },
    { code: 'COST_EXCEEDED', cost: expect.any(Number), limit: 5000 },
  ]);
});

test('no complaint repeats more than a little of what was sent', async ({ app }) => {
  const long = 'x'.repeat(60_000);
  const asked = [
    { query: 'query($id: ID!) { post(id: $id) { id } }', variables: { id: { [long]: 1 } } },
    { query: 'query($a: PageCursor) { municipalities(after: $a) { nodes { id } } }', variables: { a: long } },
    { query: `{ municipality(ags: 5) { ${long} } }` },
    { query: 'query($u: Boolean) { municipalities(onPlatform: $u) { nodes { id } } }', variables: { u: long } },
  ];
  for (const body of asked) {
    const answer = await (await post(app.port, {}, body)).text();
    expect([body.query.slice(0, 50), answer.length < 2000]).toEqual([body.query.slice(0, 50), true]);
    expect(answer).not.toContain('INTERNAL');
  }
});

test('of two mutations in one document the refused one does not hide the answer of the other', async ({
  app,
  town,
}) => {
  const { token } = await givenPerson(app, town);
  const query = `mutation { one: chooseLanguage(input: { locale: "en" }) { viewer { locale } userErrors { code } }
    two: closePoll(input: { pollId: "none" }) { poll { id } } three: chooseLanguage(input: { locale: "xx" }) { userErrors { code } } }`;
  const response = await post(app.port, { token }, { query });
  expect(await response.json()).toMatchObject({
    data: {
      one: { viewer: { locale: 'en' }, userErrors: [] },
      two: null,
      three: { userErrors: [{ code: 'UNKNOWN_LOCALE' }] },
    },
    errors: [{ path: ['two'], extensions: { code: 'NOT_FOUND' } }],
  });
});

const towns = '{ municipalities(first: 3) { nodes { id } totalCount } }';

interface Told {
  readonly cost?: { readonly asked: number; readonly limit: number };
}

async function ask(app: TestServer, who: object, body: object, headers: Record<string, string> = {}) {
  const response = await fetch(`http://127.0.0.1:${app.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers, ...who },
    body: JSON.stringify(body),
  });
  const { errors = [], extensions } = (await response.json()) as {
    errors?: { message: string; extensions: Record<string, unknown> }[];
    extensions?: Told;
  };
  return { status: response.status, headers: response.headers, errors, extensions };
}

/** Remaining points in a rate limit header: `"cost";r=199976;t=60` → 199976. */
function leftOf(header: string | null, name: string): number {
  return Number(new RegExp(`"${name}";r=(\\d+);t=\\d+`).exec(header ?? '')?.[1]);
}
