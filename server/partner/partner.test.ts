import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { DomainEventRow } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, ask, askData, type Data, type Identified } from '../testing/client.ts';
import { givenKey } from '../testing/keys.ts';
import { scopes } from '../testing/scopes.ts';
import { type TestServer } from '../testing/server.ts';
import { PartnerKey } from './partner.entity.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let elsewhere: Place;
let admin: Somebody;

test.beforeAll(async ({ app }) => {
  [place, elsewhere] = [await givenPlace(app), await givenPlace(app, 'Anderswo')];
  admin = await givenStaff(app, place);
});
const welcome = { status: 200, code: undefined, data: { partnerKey: { name: 'Lokalradio' }, viewer: null } };

test('an admin makes a key; its text is shown once and only its hash is kept', async ({ app }) => {
  const input = keyInput({ scopes: ['ISSUES_READ', 'POSTS_READ', 'POSTS_READ'], ips: ['192.0.2.0/24'] });
  const { createPartnerKey: made }: Data = await askData(app.port, admin, create, { input });
  expect(made).toMatchObject({ userErrors: [], partnerKey: { ips: ['192.0.2.0/24'], lastUsedAt: null } });
  expect(made.partnerKey.scopes).toEqual(['ISSUES_READ', 'POSTS_READ']);
  expect(made.secret).toMatch(/^ortsfunk_[0-9a-f]{32}_[\w-]{43}$/);
  const { createPartnerKey: again }: Data = await askData(app.port, admin, create, { input });
  expect(again).toMatchObject({ partnerKey: { id: made.partnerKey.id }, secret: null, userErrors: [] });
  const secret = made.secret.slice(-43);
  const em = app.services.em.fork();
  const rows = await em.execute(`select partner_key::text as text from partner_key`);
  const events = await em.find(DomainEventRow, { type: 'partner.keyCreated' });
  expect(JSON.stringify([rows, events])).not.toContain(secret);
  expect(events.map(({ facts }) => Object.keys(facts).sort())).toContainEqual(['keyId', 'municipalityId']);
});

test('everything wrong with a key is told at once, with its path', async ({ app }) => {
  const bad = { name: ' ', scopes: [], ips: ['192.0.2.1', '192.0.2.0/33', 'example.org'] };
  const answers = [keyInput({ ...bad, expiresAt: inDays(-1) }), keyInput({ expiresAt: inDays(800) })].map(
    async (input) => (await askData(app.port, admin, create, { input })).createPartnerKey,
  );
  const [many, late]: Data = await Promise.all(answers);
  expect(many.userErrors).toEqual([
    { code: 'TOO_SHORT', path: ['name'] },
    { code: 'NO_SCOPES', path: ['scopes'] },
    { code: 'IN_THE_PAST', path: ['expiresAt'] },
    { code: 'BAD_ADDRESS', path: ['ips', '1'] },
    { code: 'BAD_ADDRESS', path: ['ips', '2'] },
  ]);
  expect(late).toEqual({
    partnerKey: null,
    secret: null,
    userErrors: [{ code: 'EXPIRES_TOO_LATE', path: ['expiresAt'] }],
  });
});

test('only admins of the town make, see and revoke keys', async ({ app }) => {
  const { keyId, key } = await givenKey(app, place, scopes);
  const others: [Identified, string][] = [
    [{}, 'UNAUTHENTICATED'],
    [{ key }, 'FORBIDDEN'],
    [await givenStaff(app, place, 'EDITOR'), 'FORBIDDEN'],
    [await givenStaff(app, elsewhere), 'FORBIDDEN'],
  ];
  const id = toGlobalId('PartnerKey', keyId);
  for (const [who, code] of others) {
    expect(codeOf(await ask(app.port, who, create, { input: keyInput() }))).toBe(code);
    expect(codeOf(await ask(app.port, who, revoke, { id }))).toBe(code);
    const listed = await ask(app.port, who, list, { ags: place.ags });
    expect([codeOf(listed), listed.data.municipality]).toEqual([code, { name: 'Musterstadt', partnerKeys: null }]);
    expect(codeOf(await ask(app.port, who, 'query($id: ID!) { node(id: $id) { id } }', { id }))).toBe('NOT_FOUND');
  }
  const { municipality } = await askData(app.port, admin, list, { ags: place.ags });
  expect(municipality.partnerKeys.map((one: Data) => one.id)).toContain(id);
  expect(codeOf(await ask(app.port, admin, revoke, { id: toGlobalId('PartnerKey', randomUUID()) }))).toBe('NOT_FOUND');
});

test('a key is known by its text, in every spelling HTTP allows, and says who it is', async ({ app }) => {
  const { keyId, key } = await givenKey(app, place, ['posts:read', 'issues:write']);
  const { partnerKey } = await askData(app.port, { key }, mine);
  expect(partnerKey).toMatchObject({ id: toGlobalId('PartnerKey', keyId), scopes: ['POSTS_READ', 'ISSUES_WRITE'] });
  expect(partnerKey.municipality.ags).toBe(place.ags);
  expect(partnerKey.lastUsedAt).not.toBeNull();
  expect(await show(app, `bearer ${key}`)).toEqual(welcome);
  expect(await askData(app.port, admin, mine)).toEqual({ partnerKey: null });
});

test('whatever else stands in the header opens nothing, not even what everybody may read', async ({ app }) => {
  const { keyId, key } = await givenKey(app, place, scopes);
  const other = await givenKey(app, place, scopes);
  const malformed = ['', 'Bearer', `Bearer${key}`, key, `Basic ${key}`, `Bearer ${key} `.repeat(2), `Bearer ${key}x`];
  const wrong = [
    key.slice(0, -1),
    key.slice(0, -1) + (key.endsWith('A') ? 'B' : 'A'),
    other.key.slice(0, -43) + key.slice(-43),
  ];
  const unknown = [
    `ortsfunk_${randomUUID().replaceAll('-', '')}_${key.slice(-43)}`,
    `ortsfunk_${keyId}_${key.slice(-43)}`,
  ];
  for (const text of [...malformed, ...[...wrong, ...unknown].map((one) => `Bearer ${one}`)])
    expect([text, await show(app, text)]).toEqual([text, refused]);
});

test('an expired and a revoked key open nothing; revoking twice is fine', async ({ app }) => {
  const { keyId, key } = await givenKey(app, place, scopes);
  expect(await show(app, `Bearer ${key}`)).toEqual(welcome);
  const id = toGlobalId('PartnerKey', keyId);
  const { revokePartnerKey: first } = await askData(app.port, admin, revoke, { id });
  const { revokePartnerKey: second } = await askData(app.port, admin, revoke, { id });
  expect(second).toEqual(first);
  expect(await show(app, `Bearer ${key}`)).toEqual(refused);
  const old = await givenKey(app, place, scopes);
  await app.services.em.fork().nativeUpdate(PartnerKey, { id: old.keyId }, { expiresAt: new Date(Date.now() - 1) });
  expect(await show(app, `Bearer ${old.key}`)).toEqual(refused);
});

test('with a cookie and a key the request is the key’s alone', async ({ app }) => {
  const { key } = await givenKey(app, place, ['posts:read']);
  const cookie = `session=${admin.token}`;
  expect(await show(app, `Bearer ${key}`, { cookie })).toEqual(welcome);
  expect(await show(app, 'Bearer nonsense', { cookie })).toEqual(refused);
  const answer = await ask(app.port, { ...admin, key }, create, { input: keyInput() });
  expect(codeOf(answer)).toBe('FORBIDDEN');
});

test('a key with a list of addresses works from there only', async ({ app }) => {
  const from = (address: string) => ({ 'x-forwarded-for': address });
  const { key } = await givenKey(app, place, scopes, { ips: ['192.0.2.7', '198.51.100.0/24', '2001:db8:1::/48'] });
  for (const address of ['192.0.2.7', '198.51.100.200', '::ffff:192.0.2.7', '2001:db8:1:2::3'])
    expect([address, await show(app, `Bearer ${key}`, from(address))]).toEqual([address, welcome]);
  for (const address of ['192.0.2.8', '198.51.101.1', '2001:db8:2::1', '::1', 'unknown', '192.0.2.7, 203.0.113.9'])
    expect([address, await show(app, `Bearer ${key}`, from(address))]).toEqual([address, refused]);
});

test('the last use is told once a minute', async ({ app }) => {
  const { keyId, key } = await givenKey(app, place, scopes);
  const lastUse = async () => (await app.services.em.fork().findOneOrFail(PartnerKey, keyId)).lastUsedAt?.getTime();
  const set = (ms: number) =>
    app.services.em.fork().nativeUpdate(PartnerKey, { id: keyId }, { lastUsedAt: new Date(Date.now() - ms) });
  await set(30_000);
  const before = await lastUse();
  await show(app, `Bearer ${key}`);
  expect(await lastUse()).toBe(before);
  await set(61_000);
  await show(app, `Bearer ${key}`);
  expect(await lastUse()).toBeGreaterThan(before ?? Infinity);
});

const mine = '{ partnerKey { id name scopes municipality { ags } lastUsedAt } }';
const create = `mutation($input: CreatePartnerKeyInput!) { createPartnerKey(input: $input) {
  partnerKey { id name scopes ips expiresAt lastUsedAt revokedAt } secret userErrors { code path } } }`;
const revoke =
  'mutation($id: ID!) { revokePartnerKey(input: { id: $id }) { partnerKey { revokedAt } userErrors { code } } }';
const list = 'query($ags: String!) { municipality(ags: $ags) { name partnerKeys { id name } } }';

const codeOf = ({ errors }: Answer): unknown => errors?.[0]?.extensions?.code;
const inDays = (days: number): string => new Date(Date.now() + days * 86_400_000).toISOString();

function keyInput(more: object = {}): object {
  const municipalityId = toGlobalId('Municipality', place.municipalityId);
  const idempotencyKey = randomUUID();
  return { municipalityId, name: 'Lokalradio', scopes: ['POSTS_READ'], expiresAt: inDays(30), idempotencyKey, ...more };
}

/** Sends a request with this Authorization header; returns status, error code and the recognised actor. */
async function show(app: TestServer, authorization: string, headers: Record<string, string> = {}) {
  const response = await fetch(`http://127.0.0.1:${app.port}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization, ...headers },
    body: JSON.stringify({ query: `{ partnerKey { name } viewer { id } }` }),
  });
  const answer = (await response.json()) as Answer;
  return { status: response.status, code: codeOf(answer), data: answer.data };
}
const refused = { status: 401, code: 'UNAUTHENTICATED', data: undefined };
