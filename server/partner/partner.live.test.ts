import { expect } from 'vitest';
import type { Scope } from '../kernel/actor.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { socketLimits } from '../kernel/live/gate.ts';
import { givenPeople, givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenCategory, givenIssue } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { givenPoll } from '../testing/polls.ts';
import { scopes } from '../testing/scopes.ts';
import { liveTest as test } from '../testing/fixtures.ts';
import type { TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let elsewhere: Place;
let admin: Somebody;

test.beforeAll(async ({ app: server }) => {
  app = server;
  [place, elsewhere] = [await givenPlace(app), await givenPlace(app)];
  admin = await givenStaff(app, place);
});

const results = `subscription($id: ID!) { pollResults(pollId: $id) { __typename ... on PollTally { turnout } ... on HiddenResults { turnout } } }`;
const board = `subscription($town: ID!, $after: StreamCursor) { issueBoard(municipalityId: $town, after: $after) {
  entries { id status text reporterEmail lastMove { by actorName } } removedIds cursor } }`;
const revoke = 'mutation($id: ID!) { revokePartnerKey(input: { id: $id }) { userErrors { code } } }';
const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) { userErrors { code } } }`;
const townOf = ({ municipalityId }: Place) => ({ town: toGlobalId('Municipality', municipalityId) });

/** First response of a subscription over a WebSocket of this key: its error code, or OK. */
async function tryLive(who: Identified, query: string, variables: Record<string, unknown> = {}): Promise<unknown> {
  const client = connect(app.port, who);
  const seen = watch(client, query, variables);
  const { errors }: Answer = await seen.until(() => true);
  await client.dispose();
  return errors?.[0]?.extensions?.code ?? 'OK';
}

/** Opens a WebSocket; `closed` resolves with the close code of the server. */
function openSocket(params: object | undefined, headers: Record<string, string> = {}) {
  return new Promise<{ said: string; closed: Promise<number>; close(): void }>((done, fail) => {
    const socket = new WebSocket(`ws://127.0.0.1:${app.port}/graphql`, {
      protocols: ['graphql-transport-ws'],
      headers,
    } as never);
    const closed = new Promise<number>((ended) => {
      socket.addEventListener('close', ({ code }) => {
        ended(code);
      });
    });
    const close = (): void => {
      socket.close();
    };
    socket.addEventListener('open', () => {
      socket.send(JSON.stringify({ type: 'connection_init', payload: params }));
    });
    socket.addEventListener('message', ({ data }) => {
      done({ said: String(JSON.parse(String(data)).type), closed, close });
    });
    socket.addEventListener('error', fail);
    void closed.then((code) => {
      done({ said: `closed ${code}`, closed, close });
    });
  });
}

test('a socket is its key’s: wrong ones are refused with 4403, the right one beats the cookie', async () => {
  const { key } = await givenKey(app, place, scopes);
  const cookie = `session=${admin.token}`;
  const wrong: unknown[] = ['Bearer nonsense', key, `Bearer ${key}x`, '', 7, null, [`Bearer ${key}`], { Bearer: key }];
  for (const authorization of wrong) {
    const { said } = await openSocket({ authorization }, { cookie });
    expect([authorization, said]).toEqual([authorization, authorization === null ? 'connection_ack' : 'closed 4403']);
  }
  expect((await openSocket({}, { authorization: 'Bearer nonsense' })).said).toBe('closed 4403');
  for (const name of ['authorization', 'Authorization']) {
    const socket = await openSocket({ [name]: `Bearer ${key}` });
    expect(socket.said).toBe('connection_ack');
    socket.close();
  }
  const create = `mutation { createPartnerKey(input: { municipalityId: "${townOf(place).town}", name: "Radio",
    scopes: [POSTS_READ], expiresAt: "2027-01-01T00:00:00Z", idempotencyKey: "b1946ac9-2492-4d23-8f3d-2c1f0b0e6a11" }) { secret } }`;
  expect(await tryLive({ ...admin, key }, create)).toBe('FORBIDDEN');
});

test('streams open to their scope and town only', async () => {
  const foreign = await givenPoll(app, elsewhere, await givenStaff(app, elsewhere));
  const own = await givenPoll(app, place, admin);
  const tries: readonly (readonly [Scope, string, Record<string, unknown>, string])[] = [
    ['polls:read', results, { id: own.id }, 'OK'],
    ['polls:read', results, { id: foreign.id }, 'NOT_FOUND'],
    ['issues:read', results, { id: own.id }, 'FORBIDDEN'],
    ['issues:read', board, townOf(place), 'OK'],
    ['issues:read', board, townOf(elsewhere), 'NOT_FOUND'],
    ['issues:write', board, townOf(place), 'FORBIDDEN'],
  ];
  for (const [scope, query, variables, code] of tries) {
    const { key } = await givenKey(app, place, [scope]);
    expect([scope, variables, await tryLive({ key }, query, variables)]).toEqual([scope, variables, code]);
  }
});

test('a partner watches the board: reports and moves arrive, complaints and people do not', async () => {
  const { key } = await givenKey(app, place, ['issues:read']);
  const citizen = await givenPerson(app, place);
  const client = connect(app.port, { key });
  const seen = watch(client, board, townOf(place));
  const first = await seen.until(() => true);
  await givenIssue(app, place, citizen, {
    kind: 'COMPLAINT',
    categoryId: await givenCategory(app, place, 'COMPLAINT'),
  });
  const issue = await givenIssue(app, place, citizen, { text: 'Bank zerbrochen, Rückruf 02224 123456' });
  const has = (status: string) => (answer: Answer) =>
    answer.data?.issueBoard.entries.some((one: Data) => one.id === issue.id && one.status === status) === true;
  await seen.until(has('SUBMITTED'));
  const move = `mutation { moveIssue(input: { issueId: "${issue.id}", version: 1, to: TRIAGED }) { userErrors { code } } }`;
  await askData(app.port, admin, move);
  const { data } = await seen.until(has('TRIAGED'));
  expect(data.issueBoard.entries[0]).toMatchObject({ lastMove: { by: 'STAFF', actorName: null }, reporterEmail: null });
  const told = seen.messages.flatMap((message) => message.data.issueBoard);
  expect(told.flatMap(({ removedIds }) => removedIds)).toEqual([]);
  expect(new Set(told.slice(1).flatMap(({ entries }) => entries.map(({ id }: Data) => id)))).toEqual(
    new Set([issue.id]),
  );
  expect(JSON.stringify(told)).not.toMatch(/123456|example\.org/);
  const again = watch(client, board, { ...townOf(place), after: first.data.issueBoard.cursor });
  const caughtUp = await again.until(has('TRIAGED'));
  expect(caughtUp.data.issueBoard.entries.map(({ id }: Data) => id)).toEqual([issue.id]);
  await client.dispose();
});

test('results of a poll stay hidden from a partner as from everybody', async () => {
  const poll = await givenPoll(app, place, admin, { resultsVisibility: 'AFTER_OWN_VOTE' });
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  const { key } = await givenKey(app, place, scopes);
  const client = connect(app.port, { key });
  const seen = watch(client, results, { id: poll.id });
  for (const person of await givenPeople(app, place, 6)) await askData(app.port, person, vote, { input });
  const last = await seen.until(({ data }) => data?.pollResults.turnout === 6);
  expect(last.data.pollResults).toEqual({ __typename: 'HiddenResults', turnout: 6 });
  await client.dispose();
});

test('the sockets of a revoked key are closed at once, those of other keys stay', async () => {
  const gone = await givenKey(app, place, scopes);
  const kept = await givenKey(app, place, scopes);
  const sockets = await Promise.all([0, 1].map(() => openSocket({ authorization: `Bearer ${gone.key}` })));
  const other = await openSocket({ authorization: `Bearer ${kept.key}` });
  const started = performance.now();
  await askData(app.port, admin, revoke, { id: toGlobalId('PartnerKey', gone.keyId) });
  expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([4403, 4403]);
  expect(performance.now() - started).toBeLessThan(5000);
  expect((await openSocket({ authorization: `Bearer ${gone.key}` })).said).toBe('closed 4403');
  expect(await Promise.race([other.closed, Promise.resolve('open')])).toBe('open');
  other.close();
});

test('a revocation whose hint was lost is found by the comparison with the database', async () => {
  const { key, keyId } = await givenKey(app, place, scopes);
  const { closed } = await openSocket({ authorization: `Bearer ${key}` });
  const em = app.services.em.fork();
  await em.execute('update partner_key set revoked_at = now() where id = ?', [keyId]);
  await em.execute('insert into topic_version (topic, version) values (?, 1)', [`partner:${keyId}`]);
  expect(await closed).toBe(4403);
});

test('a socket ends when its key expires', async () => {
  const expiresAt = new Date(Date.now() + 1500);
  const { key } = await givenKey(app, place, scopes, { expiresAt });
  const { said, closed } = await openSocket({ authorization: `Bearer ${key}` });
  expect([said, await closed]).toEqual(['connection_ack', 4403]);
  expect(Date.now()).toBeGreaterThanOrEqual(expiresAt.getTime());
  expect((await ask(app.port, { key }, '{ __typename }')).errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('a key has so many sockets and no more', async () => {
  const { key } = await givenKey(app, place, scopes);
  const open = () => openSocket({ authorization: `Bearer ${key}` });
  const sockets = await Promise.all(Array.from({ length: socketLimits.socketsPerKey }, open));
  expect(new Set(sockets.map(({ said }) => said))).toEqual(new Set(['connection_ack']));
  expect((await open()).said).toBe('closed 4403');
  sockets[0]?.close();
  await sockets[0]?.closed;
  await expect.poll(async () => (await open()).said).toBe('connection_ack');
  for (const { close } of sockets) close();
});
