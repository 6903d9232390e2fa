import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Person } from '../identity/identity.entity.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { givenPerson, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import {
  addServer,
  codesOf,
  findHandover,
  givenHandover,
  listArrived,
  type Neighbours,
  openNeighbours,
  settled,
} from '../testing/county.ts';
import { givenCategory, givenIssue } from '../testing/issues.ts';
import type { TestServer } from '../testing/server.ts';
import { askReport } from './open311.asking.service.ts';
import { Handover, Open311Server } from './open311.outgoing.entity.ts';
import { sendReport } from './open311.sending.service.ts';

let at: Neighbours;
let app: TestServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  at = await openNeighbours();
  ({ app, place, admin } = at);
});
afterAll(() => at.stop());

async function notesOn(issueId: string): Promise<string[]> {
  const query = '{ node(id: "ID") { ... on Issue { comments { text reach by } } } }'.replace('ID', issueId);
  const { comments } = (await askData(app.port, admin, query)).node;
  return comments.map(({ text, reach, by }: Data) => `${reach} ${by}: ${text}`);
}

test('a report arrives at the county by real HTTP, without its reporter, and what became of it comes back as a note', async () => {
  const { issue, who, moveId, ctx } = await givenHandover(
    at,
    'PASS',
    'Schlagloch. Fragen an erika@example.org, 02224 123456.',
  );
  const { foreignId } = await settled(at, moveId, ({ state }) => state === 'SENT');
  const report = (await listArrived(at)).at(-1);
  expect(report).toMatchObject({ reference: foreignId, lat: 50.6, lon: 7.2, address: 'Linzer Straße 16' });
  expect(report?.text).toContain(`${issue.reference}/3.`);
  expect(report?.text).toContain('Bitte vor dem Winter.');
  const { email } = await app.services.em.fork().findOneOrFail(Person, who.personId);
  for (const secret of [email, 'erika@example.org', '123456']) expect(report?.text).not.toContain(secret);
  expect(await notesOn(issue.id)).toEqual([
    `INTERNAL SYSTEM: Landkreis hat die Meldung angenommen. Nummer dort: ${foreignId}`,
  ]);
  await askReport(ctx(), { moveId, turn: 1 });
  expect((await findHandover(at, moveId)).state).toBe('SENT');
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const id = toGlobalId('Issue', report?.id ?? '');
  const steps = [
    { to: 'ASSIGNED', deskId: toGlobalId('Desk', at.far.deskId) },
    { to: 'RESOLVED', message: 'Ist gefüllt.' },
  ];
  for (const [i, step] of steps.entries()) {
    await askData(at.county.port, at.countyClerk, move, { input: { issueId: id, version: i + 1, ...step } });
  }
  await askReport(ctx(), { moveId, turn: 2 });
  await askReport(ctx(), { moveId, turn: 2 });
  expect((await findHandover(at, moveId)).state).toBe('CLOSED');
  expect((await notesOn(issue.id)).slice(1)).toEqual([
    expect.stringMatching(/^INTERNAL SYSTEM: Landkreis meldet: Dort ist die Meldung erledigt\. .*Ist gefüllt\./),
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
  at.line.isDeaf = deaf;
  const before = (await listArrived(at)).length;
  const { moveId, ctx } = await givenHandover(at, how);
  await settled(at, moveId, ({ tries, state }) => tries === 1 && state === 'SENDING');
  await expect.poll(async () => (await listArrived(at)).length).toBe(before + 1 - more);
  await sendReport(ctx(), { moveId, turn: 2 });
  await sendReport(ctx(), { moveId, turn: 2 });
  at.line.isDeaf = false;
  const all = await listArrived(at);
  expect(all.length).toBe(before + 1);
  expect(await findHandover(at, moveId)).toMatchObject({ state: 'SENT', foreignId: all.at(-1)?.reference });
});

test('the control: a second try that forgets that there was a first makes a second report', async () => {
  at.line.isDeaf = true;
  const before = (await listArrived(at)).length;
  const { moveId, ctx } = await givenHandover(at, 'LOSE_ANSWER');
  await settled(at, moveId, ({ tries }) => tries === 1);
  await expect.poll(async () => (await listArrived(at)).length).toBe(before + 1);
  await app.services.em.fork().nativeUpdate(Handover, moveId, { state: 'WAITING' });
  await sendReport(ctx(), { moveId, turn: 2 });
  at.line.isDeaf = false;
  expect((await listArrived(at)).length).toBe(before + 2);
});

test('a server that says nothing is not waited for, and asked again; what it refuses is told to the desk, and the report waits on', async () => {
  const before = (await listArrived(at)).length;
  const silent = await givenHandover(at, 'FAIL');
  await settled(at, silent.moveId, ({ tries, state }) => tries === 1 && state === 'SENDING');
  at.line.next = 'SILENT';
  await sendReport(silent.ctx(), { moveId: silent.moveId, turn: 2 }, 500);
  expect(await findHandover(at, silent.moveId)).toMatchObject({ state: 'SENDING', tries: 2 });
  await sendReport(silent.ctx(), { moveId: silent.moveId, turn: 3 });
  expect([(await findHandover(at, silent.moveId)).state, (await listArrived(at)).length]).toEqual(['SENT', before + 1]);
  const refused = await givenHandover(at, 'REFUSE');
  await settled(at, refused.moveId, ({ state }) => state === 'REFUSED');
  expect(await notesOn(refused.issue.id)).toEqual([
    'INTERNAL SYSTEM: Landkreis hat die Meldung nicht angenommen: 400 zu weit weg',
  ]);
  const query = `{ node(id: "${refused.issue.id}") { ... on Issue { status } } }`;
  expect((await askData(app.port, admin, query)).node.status).toBe('FORWARDED');
});

test('a complaint goes to no other server, nor anything to a server of another town', async () => {
  const { server } = await addServer(at);
  const mutation = `mutation($input: HandOverIssueInput!) { done: handOverIssue(input: $input) { userErrors { code } } }`;
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const refusals = async (kind: 'DEFECT' | 'COMPLAINT', serverId: string) => {
    const categoryId = await givenCategory(app, place, kind);
    const issue = await givenIssue(app, place, await givenPerson(app, place), { kind, categoryId });
    const desk = { to: 'ASSIGNED', deskId: toGlobalId('Desk', place.deskId) };
    await askData(app.port, admin, move, { input: { issueId: issue.id, version: 1, ...desk } });
    return codesOf(
      (await askData(app.port, admin, mutation, { input: { issueId: issue.id, version: 2, serverId } })).done,
    );
  };
  expect(await refusals('COMPLAINT', server.id)).toEqual(['NEVER_PUBLIC']);
  expect(await refusals('DEFECT', toGlobalId('Open311Server', randomUUID()))).toEqual(['UNKNOWN_SERVER']);
});

test('its key is stored locked and shown to nobody; addresses that are none are refused, and removed is removed', async () => {
  const { server } = await addServer(at, { name: 'Stadtwerke' });
  const stored = await app.services.em.fork().findOneOrFail(Open311Server, idOf('Open311Server', server.id));
  expect(JSON.stringify(stored)).not.toContain(at.key.key);
  for (const url of ['http://kreis.example/v2', 'https://a:b@kreis.example', 'https://kreis.example/?x=1', 'kein']) {
    expect(codesOf(await addServer(at, { url }))).toEqual(['BAD_SERVER_URL']);
  }
  const list = `{ municipality(ags: "${place.ags}") { open311Servers { name } } }`;
  expect(JSON.stringify((await askData(app.port, admin, list)).municipality)).toContain('Stadtwerke');
  const citizen = await givenPerson(app, place);
  expect((await ask(app.port, citizen, list)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  const remove = `mutation { done: removeOpen311Server(input: { serverId: "${server.id}" }) { userErrors { code } } }`;
  for (const _twice of [1, 2]) expect(codesOf((await askData(app.port, admin, remove)).done)).toEqual([]);
  expect(JSON.stringify((await askData(app.port, admin, list)).municipality)).not.toContain('Stadtwerke');
});
