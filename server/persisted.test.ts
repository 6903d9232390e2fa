import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import manifest from '../web/gql/persisted-documents.json' with { type: 'json' };
import { Documents, hashOf } from './kernel/documents.ts';
import { preparedDocuments } from './kernel/queryLimits.ts';
import { createSchema } from './schema.ts';
import { givenPerson, givenPlace, type Place, type Somebody } from './testing/builders.ts';
import { type Answer, connect, type Identified, post } from './testing/client.ts';
import { givenKey } from './testing/keys.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

let app: TestServer;
let place: Place;
let citizen: Somebody;

beforeAll(async () => {
  // A server of its own: its limit of costs is low.
  app = await startTestServer({ anonymousCostPerMinute: 1500 });
  place = await givenPlace(app);
  citizen = await givenPerson(app, place);
});
afterAll(() => app.stop());

const texts: readonly (readonly [string, string])[] = Object.entries(manifest);
function documentNamed(name: string): { readonly hash: string; readonly text: string } {
  const [hash, text] = texts.find(([, one]) => new RegExp(`^(query|subscription) ${name}\\b`, 'm').test(one)) ?? [
    '',
    '',
  ];
  return { hash, text };
}
const town = documentNamed('Town');
const feed = documentNamed('TownFeed');
const extensionsOf = (sha256Hash: string): Record<string, unknown> => ({ persistedQuery: { version: 1, sha256Hash } });
const codeOf = (answer: Answer): unknown => answer.errors?.[0]?.extensions?.code;

interface Asked {
  readonly query?: string;
  readonly hash?: string;
  readonly variables?: Record<string, unknown>;
}

async function overHttp(who: Identified, { query, hash, variables = {} }: Asked): Promise<Answer> {
  const body = { ...(query !== undefined && { query }), ...(hash !== undefined && { extensions: extensionsOf(hash) }) };
  return (await (await post(app.port, who, { ...body, variables })).json()) as Answer;
}

/** Asks over a socket; the protocol requires a text, so the web app sends an empty one with the hash. */
async function overSocket(who: Identified, { query = '', hash, variables = {} }: Asked): Promise<Answer> {
  const client = connect(app.port, who);
  const answer = await new Promise<Answer>((done) => {
    const payload = { query, variables, ...(hash !== undefined && { extensions: extensionsOf(hash) }) };
    client.subscribe(payload, {
      next: (result) => done(result as Answer),
      error: (errors) => done({ errors: errors as NonNullable<Answer['errors']> }),
      complete: () => undefined,
    });
  });
  await client.dispose();
  return answer;
}
const transports = [
  ['HTTP', overHttp],
  ['socket', overSocket],
] as const;

test('every document of the web app is valid, within the limits and under its own hash', async () => {
  const prepare = preparedDocuments(await createSchema(), new Documents(manifest));
  for (const [hash, text] of texts) {
    expect(hashOf(text)).toBe(hash);
    expect(prepare({ query: '', extensions: extensionsOf(hash) }), text).toHaveProperty('kind', 'Document');
  }
});

describe.each(transports)('over %s', (_name, send) => {
  const variables = (): Record<string, unknown> => ({ ags: place.ags });

  test('a hash is answered as its text is', async () => {
    const said = await send(citizen, { hash: town.hash, variables: variables() });
    expect(said.data.municipality.name).toBe('Musterstadt');
    expect(said).toEqual(await send(citizen, { query: town.text, variables: variables() }));
  });

  test('an unknown hash is refused with a code, and the text that follows is answered', async () => {
    const query = 'query ($ags: String!) { municipality(ags: $ags) { name } }';
    const hash = hashOf(query);
    expect(codeOf(await send(citizen, { hash, variables: variables() }))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
    expect((await send(citizen, { query, variables: variables() })).data.municipality.name).toBe('Musterstadt');
    expect(codeOf(await send(citizen, { hash, variables: variables() }))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });

  test.each(['constructor', '', town.hash.toUpperCase()])('%j is no hash', async (hash) => {
    expect(codeOf(await send(citizen, { hash, variables: variables() }))).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });

  test('a first page of the feed is within the limits', async () => {
    const said = await send(citizen, {
      hash: feed.hash,
      variables: { ...variables(), groupIds: [], first: 15, after: null },
    });
    expect(said.errors).toBeUndefined();
    expect(said.data.municipality.feed.edges).toEqual([]);
  });

  test('what a persisted document may cost is limited', async () => {
    const { errors } = await send(citizen, { hash: feed.hash, variables: { ...variables(), first: 100_000 } });
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'COST_EXCEEDED', limit: 5000 });
  });
});

test('a hash with another text is refused, and says nothing about how it was answered', async () => {
  const query = '{ viewer { id } }';
  const response = await post(app.port, citizen, { query, extensions: extensionsOf(town.hash) });
  const answer = (await response.json()) as Answer;
  expect(response.status).toBe(400);
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  expect(Object.keys(answer.errors?.[0]?.extensions)).toEqual(['code']);
  expect((await overHttp(citizen, { hash: town.hash, variables: { ags: place.ags } })).data.municipality).toBeTruthy();
});

test('what an address may ask in a minute is limited by hash as by text', async () => {
  const asked = { hash: feed.hash, variables: { ags: place.ags, groupIds: [], first: 15, after: null } };
  const answers = await Promise.all(Array.from({ length: 40 }, () => overHttp({}, asked)));
  expect(answers.filter((answer) => codeOf(answer) === 'RATE_LIMITED').length).toBeGreaterThan(0);
  expect(answers[0]?.data?.municipality).toBeTruthy();
});

test('programs go on sending texts', async () => {
  const key = await givenKey(app, place, ['groups:read']);
  const query = 'query ($ags: String!) { municipality(ags: $ags) { name } }';
  const answer = await overHttp(key, { query, variables: { ags: place.ags } });
  expect(answer.data.municipality.name).toBe('Musterstadt');
});
