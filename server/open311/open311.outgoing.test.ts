import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Issue, IssueMove } from '../issue/issue.entity.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { Person } from '../identity/identity.entity.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { givenCategory, givenIssue } from '../testing/issues.ts';
import { type GivenKey, givenKey } from '../testing/keys.ts';
import { type Outside, startOutside } from '../testing/outside.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { askReport } from './open311.asking.service.ts';
import { Handover, Open311Server } from './open311.outgoing.entity.ts';
import { sendReport } from './open311.sending.service.ts';

let county: TestServer;
let gate: Outside;
let app: TestServer;
let far: Place;
let place: Place;
let admin: Somebody;
let countyClerk: Somebody;
let key: GivenKey;
let code: string;
/** What stands before the county's server does with the next POST. */
let next: 'PASS' | 'FAIL' | 'LOSE_ANSWER' | 'SILENT' = 'PASS';

const path = '/open311/v2';
const relay = (request: IncomingMessage, response: ServerResponse): void => {
  void answer(request, response);
};

/** The county's real server behind a line that fails as told. */
async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const how = request.method === 'POST' ? next : 'PASS';
  if (request.method === 'POST') next = 'PASS';
  if (how === 'FAIL') return void response.writeHead(500).end();
  if (how === 'SILENT') return;
  const { 'content-type': type = 'text/plain', 'idempotency-key': token = '' } = request.headers;
  const passed = await fetch(`http://127.0.0.1:${county.port}${request.url ?? ''}`, {
    method: request.method ?? 'GET',
    headers: isDeaf ? { 'content-type': type } : { 'content-type': type, 'idempotency-key': String(token) },
    ...(request.method === 'POST' && { body: Buffer.concat(chunks) }),
  });
  const body = Buffer.from(await passed.arrayBuffer());
  if (how === 'LOSE_ANSWER') return void response.destroy();
  response.writeHead(passed.status, { 'content-type': passed.headers.get('content-type') ?? '' }).end(body);
}
/** True: it is a server that knows nothing of our token. */
let isDeaf = false;

beforeAll(async () => {
  county = await startTestServer();
  far = await givenPlace(county, 'Landkreis');
  countyClerk = await givenStaff(county, far);
  key = await givenKey(county, far, ['issues:read', 'issues:write']);
  code = idOf('IssueCategory', await givenCategory(county, far));
  gate = await startOutside(new Proxy({}, { get: () => relay }));
  app = await startTestServer({ outsideHosts: [gate.host] });
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(async () => {
  await app.stop();
  gate.stop();
  await county.stop();
});

const codes = ({ userErrors }: Data): string[] => userErrors.map((one: Data) => one.code);
const reports = () =>
  county.services.em.fork().find(Issue, { municipality: far.municipalityId }, { orderBy: { id: 'asc' } });

async function addServer(more: object = {}): Promise<Data> {
  const mutation = `mutation($input: AddOpen311ServerInput!) { done: addOpen311Server(input: $input) {
    server { id name url jurisdictionId serviceCode } userErrors { code path } } }`;
  const input = {
    ...{ municipalityId: toGlobalId('Municipality', place.municipalityId), name: 'Landkreis', apiKey: key.key },
    ...{ url: `http://${gate.host}${path}/`, jurisdictionId: far.ags, serviceCode: code, idempotencyKey: randomUUID() },
  };
  return (await askData(app.port, admin, mutation, { input: { ...input, ...more } })).done;
}

/** A report handed over; what stands before the county does as told with the first try. */
async function given(how: typeof next, more: { text?: string; server?: object } = {}) {
  const who = await givenPerson(app, place);
  const issue = await givenIssue(app, place, who, { text: more.text ?? 'Tiefes Schlagloch vor der Brücke.' });
  const { server } = await addServer(more.server);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const input = { issueId: issue.id, version: 1, to: 'ASSIGNED', deskId: toGlobalId('Desk', place.deskId) };
  await askData(app.port, admin, move, { input });
  next = how;
  const mutation = `mutation($input: HandOverIssueInput!) { done: handOverIssue(input: $input) {
    issue { status handover { state server { name } } } userErrors { code } } }`;
  const handed = {
    issueId: issue.id,
    version: 2,
    serverId: server.id,
    note: 'Bitte vor dem Winter.',
    tellReporter: false,
  };
  const done = (await askData(app.port, admin, mutation, { input: handed })).done;
  expect([codes(done), done.issue.status]).toEqual([[], 'FORWARDED']);
  const em = app.services.em.fork();
  const { id: moveId } = await em.findOneOrFail(IssueMove, { issue: idOf('Issue', issue.id), to: 'FORWARDED' });
  return { issue, who, moveId, ctx: () => forkContext(app.services, system) };
}

const handover = (moveId: string) => app.services.em.fork().findOneOrFail(Handover, moveId);
async function settled(moveId: string, condition: (one: Handover) => boolean): Promise<Handover> {
  return expect
    .poll(() => handover(moveId), { timeout: 15_000 })
    .toSatisfy(condition)
    .then(() => handover(moveId));
}

async function notesOn(issueId: string): Promise<string[]> {
  const query = '{ node(id: "ID") { ... on Issue { comments { text reach by } } } }'.replace('ID', issueId);
  const { comments } = (await askData(app.port, admin, query)).node;
  return comments.map(({ text, reach, by }: Data) => `${reach} ${by}: ${text}`);
}

test('a report arrives at the county by real HTTP, without its reporter, and what became of it comes back as a note', async () => {
  const { issue, who, moveId, ctx } = await given('PASS', {
    text: 'Schlagloch. Fragen an erika@example.org, 02224 123456.',
  });
  const { foreignId } = await settled(moveId, ({ state }) => state === 'SENT');
  const report = (await reports()).at(-1);
  expect(report).toMatchObject({ reference: foreignId, lat: 50.6, lon: 7.2, address: 'Linzer Straße 16' });
  expect(report?.text).toContain(`${issue.reference}/3.`);
  expect(report?.text).toContain('Bitte vor dem Winter.');
  const { email } = await app.services.em.fork().findOneOrFail(Person, who.personId);
  for (const secret of [email, 'erika@example.org', '123456']) expect(report?.text).not.toContain(secret);
  expect(await notesOn(issue.id)).toEqual([
    `INTERNAL SYSTEM: Landkreis hat die Meldung angenommen. Nummer dort: ${foreignId}`,
  ]);
  await askReport(ctx(), { moveId, turn: 1 });
  expect((await handover(moveId)).state).toBe('SENT');
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const id = toGlobalId('Issue', report?.id ?? '');
  const steps = [
    { to: 'ASSIGNED', deskId: toGlobalId('Desk', far.deskId) },
    { to: 'RESOLVED', message: 'Ist gefüllt.' },
  ];
  for (const [i, step] of steps.entries()) {
    await askData(county.port, countyClerk, move, { input: { issueId: id, version: i + 1, ...step } });
  }
  await askReport(ctx(), { moveId, turn: 2 });
  await askReport(ctx(), { moveId, turn: 2 });
  expect((await handover(moveId)).state).toBe('CLOSED');
  expect((await notesOn(issue.id)).slice(1)).toEqual([
    expect.stringMatching(/^INTERNAL SYSTEM: Landkreis meldet: dort als erledigt geführt\. .*Ist gefüllt\./),
  ]);
  const query = `{ node(id: "${issue.id}") { ... on Issue { status handover { state foreignId } comments { text } } } }`;
  expect((await askData(app.port, admin, query)).node).toMatchObject({
    status: 'FORWARDED',
    handover: { state: 'CLOSED', foreignId },
  });
  expect((await askData(app.port, who, query)).node).toMatchObject({ handover: null, comments: [] });
});

test.each([
  ['its answer is lost after it made the report', 'LOSE_ANSWER', false, 0],
  ['the same, and it knows no tokens: it is found by its sign', 'LOSE_ANSWER', true, 0],
  ['it fails before it made one', 'FAIL', false, 1],
] as const)('sent again it is one report: %s', async (_what, how, deaf, more) => {
  isDeaf = deaf;
  const before = (await reports()).length;
  const { moveId, ctx } = await given(how);
  await settled(moveId, ({ tries, state }) => tries === 1 && state === 'SENDING');
  await expect.poll(async () => (await reports()).length).toBe(before + 1 - more);
  await sendReport(ctx(), { moveId, turn: 2 });
  await sendReport(ctx(), { moveId, turn: 2 });
  isDeaf = false;
  const all = await reports();
  expect(all.length).toBe(before + 1);
  expect(await handover(moveId)).toMatchObject({ state: 'SENT', foreignId: all.at(-1)?.reference });
});

test('the control: a second try that forgets that there was a first makes a second report', async () => {
  isDeaf = true;
  const before = (await reports()).length;
  const { moveId, ctx } = await given('LOSE_ANSWER');
  await settled(moveId, ({ tries }) => tries === 1);
  await expect.poll(async () => (await reports()).length).toBe(before + 1);
  await app.services.em.fork().nativeUpdate(Handover, moveId, { state: 'WAITING' });
  await sendReport(ctx(), { moveId, turn: 2 });
  isDeaf = false;
  expect((await reports()).length).toBe(before + 2);
});

test('a server that says nothing is not waited for, and asked again; what it refuses is told to the desk, and the report waits on', async () => {
  const before = (await reports()).length;
  const silent = await given('FAIL');
  await settled(silent.moveId, ({ tries, state }) => tries === 1 && state === 'SENDING');
  next = 'SILENT';
  await sendReport(silent.ctx(), { moveId: silent.moveId, turn: 2 }, 50);
  expect(await handover(silent.moveId)).toMatchObject({ state: 'SENDING', tries: 2 });
  await sendReport(silent.ctx(), { moveId: silent.moveId, turn: 3 });
  expect([(await handover(silent.moveId)).state, (await reports()).length]).toEqual(['SENT', before + 1]);
  const refused = await given('PASS', { server: { serviceCode: 'gibt-es-nicht' } });
  await settled(refused.moveId, ({ state }) => state === 'REFUSED');
  expect(await notesOn(refused.issue.id)).toEqual([
    expect.stringMatching(/^INTERNAL SYSTEM: Landkreis hat die Meldung nicht angenommen: 4\d\d /),
  ]);
  const query = `{ node(id: "${refused.issue.id}") { ... on Issue { status } } }`;
  expect((await askData(app.port, admin, query)).node.status).toBe('FORWARDED');
});

test('a complaint goes to no other server, nor anything to a server of another town', async () => {
  const { server } = await addServer();
  const mutation = `mutation($input: HandOverIssueInput!) { done: handOverIssue(input: $input) { userErrors { code } } }`;
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const refusals = async (kind: 'DEFECT' | 'COMPLAINT', serverId: string) => {
    const categoryId = await givenCategory(app, place, kind);
    const issue = await givenIssue(app, place, await givenPerson(app, place), { kind, categoryId });
    const desk = { to: 'ASSIGNED', deskId: toGlobalId('Desk', place.deskId) };
    await askData(app.port, admin, move, { input: { issueId: issue.id, version: 1, ...desk } });
    return codes(
      (await askData(app.port, admin, mutation, { input: { issueId: issue.id, version: 2, serverId } })).done,
    );
  };
  expect(await refusals('COMPLAINT', server.id)).toEqual(['NEVER_PUBLIC']);
  expect(await refusals('DEFECT', toGlobalId('Open311Server', randomUUID()))).toEqual(['UNKNOWN_SERVER']);
});

test('its key is stored locked and shown to nobody; addresses that are none are refused, and removed is removed', async () => {
  const { server } = await addServer({ name: 'Stadtwerke' });
  const stored = await app.services.em.fork().findOneOrFail(Open311Server, idOf('Open311Server', server.id));
  expect(JSON.stringify(stored)).not.toContain(key.key);
  for (const url of ['http://kreis.example/v2', 'https://a:b@kreis.example', 'https://kreis.example/?x=1', 'kein']) {
    expect(codes(await addServer({ url }))).toEqual(['BAD_SERVER_URL']);
  }
  const list = `{ municipality(ags: "${place.ags}") { open311Servers { name } } }`;
  expect(JSON.stringify((await askData(app.port, admin, list)).municipality)).toContain('Stadtwerke');
  const citizen = await givenPerson(app, place);
  expect((await ask(app.port, citizen, list)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const remove = `mutation { done: removeOpen311Server(serverId: "${server.id}") { userErrors { code } } }`;
  for (const _twice of [1, 2]) expect(codes((await askData(app.port, admin, remove)).done)).toEqual([]);
  expect(JSON.stringify((await askData(app.port, admin, list)).municipality)).not.toContain('Stadtwerke');
});
