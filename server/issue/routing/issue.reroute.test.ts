import { expect } from 'vitest';
import { Person } from '../../identity/identity.entity.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenPhoto } from '../../testing/photos.ts';
import { givenClerkOf, roadAt, setUp } from '../../testing/routing.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

let admin: Somebody;
let clerk: Somebody;
let yard: string;
let roads: string;
let town: ReturnType<typeof setUp>;

test.beforeAll(async ({ app, town: place }) => {
  [admin, clerk] = [await givenStaff(app, place), await givenStaff(app, place, 'CLERK')];
  town = setUp(app, place, admin);
  [yard, roads] = [await town.desk('Bauhof'), await town.desk('Straßenmeisterei')];
  await givenClerkOf(app, place, yard);
});

test('one step sends a report to another desk: staff read why, the reporter where it lies, colleagues see it go', async ({
  app,
  town: place,
  mail,
}) => {
  const citizen = await givenPerson(app, place);
  const issue = await givenIssue(app, place, citizen);
  const client = connect(app.port, clerk);
  const board = watch(
    client,
    'subscription($id: ID!) { issueBoard(municipalityId: $id) { entries { id version desk { name } } } }',
    {
      id: toGlobalId('Municipality', place.municipalityId),
    },
  );
  const isThere =
    (version: number) =>
    ({ data }: { data?: Data }) =>
      data.issueBoard.entries.some((one: Data) => one.id === issue.id && one.version === version);
  await board.until(isThere(1));
  const done = await reroute(app, clerk, issue, { deskId: roads });
  expect(done).toMatchObject({
    userErrors: [],
    issue: { status: 'SUBMITTED', version: 2, desk: { name: 'Straßenmeisterei' } },
  });
  expect(done.issue.lastMove.reroute).toEqual({
    reason: 'Landesstraße, nicht unsere.',
    fromDesk: { name: 'Bürgerbüro' },
  });
  await board.until(isThere(2));
  await client.dispose();
  const seen = `{ node(id: "${issue.id}") { ... on Issue { history { from to reason reroute { reason } desk { name } } } } }`;
  const { history } = (await askData(app.port, citizen, seen)).node;
  expect(history.at(-1)).toEqual({
    from: 'SUBMITTED',
    to: 'SUBMITTED',
    reason: null,
    reroute: null,
    desk: { name: 'Straßenmeisterei' },
  });
  const { email } = await app.services.em.fork().findOneOrFail(Person, citizen.personId);
  const { text, headers } = await mail.next(email);
  expect(text).toContain('liegt jetzt bei: Straßenmeisterei');
  expect(`${text}${headers.get('subject') ?? ''}`).not.toContain('Landesstraße');
});

test('decided on an older version it is a conflict; without a reason, to nowhere or where it lies it is refused', async ({
  app,
  town: place,
  citizen,
}) => {
  const issue = await givenIssue(app, place, citizen);
  const foreign = toGlobalId('Desk', (await givenPlace(app, 'Anderswo')).deskId);
  expect(codes(await reroute(app, clerk, issue, { deskId: roads, reason: ' ' }))).toEqual(['REASON_REQUIRED']);
  expect(codes(await reroute(app, clerk, issue, { deskId: foreign }))).toEqual(['UNKNOWN_DESK']);
  expect(codes(await reroute(app, clerk, issue, { deskId: toGlobalId('Desk', place.deskId) }))).toEqual(['SAME_DESK']);
  expect(codes(await reroute(app, clerk, issue, { categoryId: toGlobalId('IssueCategory', place.deskId) }))).toEqual([
    'UNKNOWN_CATEGORY',
  ]);
  expect(codes(await reroute(app, clerk, issue, { deskId: yard, tellReporter: false }))).toEqual([]);
  const late = await reroute(app, admin, issue, { deskId: roads });
  expect([codes(late), late.lastMove.desk.name, late.issue.desk.name]).toEqual([['CONFLICT'], 'Bauhof', 'Bauhof']);
  const mutation = `mutation($input: RerouteIssueInput!) { rerouteIssue(input: $input) { userErrors { code } } }`;
  const input = { issueId: issue.id, version: 2, reason: 'Nein.', deskId: roads };
  expect((await ask(app.port, citizen, mutation, { input })).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
});

test('it works wherever a report is open, keeps its date, and nowhere else', async ({ app, town: place, citizen }) => {
  const issue = await givenIssue(app, place, citizen);
  await move(app, issue, 'ASSIGNED', 1, { deskId: yard, tellReporter: false });
  const day = '2050-05-02T08:00:00.000Z';
  await move(app, issue, 'SCHEDULED', 2, { scheduledFor: day, tellReporter: false });
  const planned = await reroute(app, admin, issue, { deskId: roads, version: 3, tellReporter: false });
  expect(planned.issue).toMatchObject({ status: 'SCHEDULED', lastMove: { scheduledFor: day } });
  await move(app, issue, 'WAITING_ON_REPORTER', 4, { message: 'Wo genau?' });
  expect(codes(await reroute(app, admin, issue, { deskId: yard, version: 5, tellReporter: false }))).toEqual([]);
  const back = await move(app, issue, 'SCHEDULED', 6, { scheduledFor: day, tellReporter: false });
  expect(back).toMatchObject({ userErrors: [], issue: { status: 'SCHEDULED', desk: { name: 'Bauhof' } } });
  await move(app, issue, 'RESOLVED', 7, { tellReporter: false });
  expect(codes(await reroute(app, admin, issue, { deskId: roads, version: 8 }))).toEqual(['NOT_OPEN']);
});

test('what it really is about says where it goes: by its place, and a complaint leaves the public', async ({
  app,
  town: place,
  citizen,
}) => {
  const { id: areaId } = (
    await town.area('L 252', roadAt(50.62), { toleranceMetres: 20, owner: 'STATE', ownerName: 'Land' })
  ).area;
  await town.route(roads, { areaId });
  const pothole = await givenCategory(app, place);
  const beside = await givenIssue(app, place, citizen, { point: { lat: 50.61, lon: 7.2 } });
  expect((await reroute(app, clerk, beside, { categoryId: pothole })).issue.desk.name).toBe('Bürgerbüro');
  const onRoad = await givenIssue(app, place, citizen, { point: { lat: 50.62, lon: 7.2 } });
  expect(
    (await askData(app.port, admin, `{ node(id: "${onRoad.id}") { ... on Issue { desk { name } } } }`)).node.desk.name,
  ).toBe('Straßenmeisterei');
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, admin, show, { id: onRoad.id });
  const complaint = await givenCategory(app, place, 'COMPLAINT');
  const secret = await reroute(app, admin, onRoad, { categoryId: complaint });
  expect(secret.issue).toMatchObject({ kind: 'COMPLAINT', isPublic: false, desk: { name: 'Bürgerbüro' } });
  const query = `{ node(id: "${onRoad.id}") { id } }`;
  const other = await givenClerkOf(app, place, roads);
  for (const who of [{}, other])
    expect((await ask(app.port, who, query)).errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  expect((await askData(app.port, clerk, query)).node.id).toBe(onRoad.id);
});

async function forward(app: TestServer, issue: GivenIssue, version: number, more: object = {}): Promise<Data> {
  const mutation = `mutation($input: ForwardIssueInput!) { done: forwardIssue(input: $input) { ${selection} } }`;
  const to = { addressee: 'Straßenmeisterei des Landes', email: 'amt@strasse.example', tellReporter: false };
  return (await askData(app.port, admin, mutation, { input: { issueId: issue.id, version, ...to, ...more } })).done;
}

test('whoever outside looks after it gets a mail with place, words and photos, and nothing about the reporter', async ({
  app,
  town: place,
  citizen,
  mail,
}) => {
  const who = await givenPerson(app, place);
  const { email } = await app.services.em.fork().findOneOrFail(Person, who.personId);
  const photoId = await givenPhoto(app, place, who);
  const text = `Tiefes Schlagloch. Rückfragen an ${email} oder 02224 123456.`;
  const issue = await givenIssue(app, place, who, { text, photoIds: [photoId] });
  await move(app, issue, 'ASSIGNED', 1, { deskId: yard, tellReporter: false });
  expect(codes(await forward(app, issue, 2, { email: 'kein' }))).toEqual(['BAD_EMAIL']);
  expect(codes(await forward(app, issue, 2, { withContact: true }))).toEqual(['NOT_AGREED']);
  const done = await forward(app, issue, 2, { note: 'Bitte vor dem Winter.' });
  expect([codes(done), done.issue.status]).toEqual([[], 'FORWARDED']);
  const letter = await mail.next('amt@strasse.example');
  for (const told of [
    issue.reference,
    'Tiefes Schlagloch',
    '50.600000, 7.200000',
    'Bitte vor dem Winter.',
    'Linzer Straße 16',
  ]) {
    expect(letter.text).toContain(told);
  }
  for (const secret of [email, '123456', citizen.personId]) expect(letter.raw).not.toContain(secret);
  const link = /https?:\/\/\S+\/media\/\S+/.exec(letter.text)?.[0] ?? '';
  const { pathname, search } = new URL(link);
  expect((await fetch(`http://127.0.0.1:${app.port}${pathname}${search}`)).status).toBe(200);
  expect((await fetch(`http://127.0.0.1:${app.port}${pathname}`)).status).toBe(404);
  const clerksMail = (await app.services.em.fork().findOneOrFail(Person, admin.personId)).email;
  expect(letter.headers.get('reply-to')).toBe(clerksMail);
});

test('the control: who agreed is named, if staff tick it', async ({ app, town: place, mail }) => {
  const who = await givenPerson(app, place);
  const { email } = await app.services.em.fork().findOneOrFail(Person, who.personId);
  const text = `Tiefes Schlagloch. Rückfragen an ${email}.`;
  const send = async (withContact: boolean) => {
    const issue = await givenIssue(app, place, who, { text, sharesContact: true });
    await move(app, issue, 'ASSIGNED', 1, { deskId: yard, tellReporter: false });
    expect(codes(await forward(app, issue, 2, { withContact }))).toEqual([]);
    return (await mail.next('amt@strasse.example')).raw.includes(email);
  };
  expect([await send(true), await send(false)]).toEqual([true, false]);
});

test('an address that nobody has confirmed goes nowhere, whoever agreed; confirmed it does', async ({
  app,
  town: place,
  mail,
}) => {
  const address = 'nachbar@example.org';
  const issue = await givenIssue(app, place, {}, { email: address, sharesContact: true });
  const link = /\/confirm\/(\S+)/.exec((await mail.next(address)).text)?.[1];
  await move(app, issue, 'ASSIGNED', 1, { deskId: yard, tellReporter: false });
  const may = `{ node(id: "${issue.id}") { ... on Issue { mayShareContact } } }`;
  expect((await askData(app.port, admin, may)).node.mayShareContact).toBe(false);
  expect(codes(await forward(app, issue, 2, { withContact: true }))).toEqual(['NOT_AGREED']);
  const confirm = 'mutation($token: String!) { confirmIssue(input: { token: $token }) { userErrors { code } } }';
  await askData(app.port, {}, confirm, { token: link });
  expect((await askData(app.port, admin, may)).node.mayShareContact).toBe(true);
  expect(codes(await forward(app, issue, 2, { withContact: true }))).toEqual([]);
  expect((await mail.next('amt@strasse.example')).raw).toContain(address);
});

const codes = ({ userErrors }: Data): string[] => userErrors.map(({ code }: Data) => code);
const selection = `issue { id version status kind isPublic desk { name } category { id }
  lastMove { from to scheduledFor desk { name } reroute { reason fromDesk { name } } } } lastMove { desk { name } } userErrors { code path }`;

async function reroute(app: TestServer, who: Identified, issue: GivenIssue, more: object): Promise<Data> {
  const mutation = `mutation($input: RerouteIssueInput!) { done: rerouteIssue(input: $input) { ${selection} } }`;
  const input = { issueId: issue.id, version: 1, reason: 'Landesstraße, nicht unsere.', ...more };
  return (await askData(app.port, who, mutation, { input })).done;
}

async function move(app: TestServer, issue: GivenIssue, to: string, version: number, more: object = {}): Promise<Data> {
  const mutation = `mutation($input: MoveIssueInput!) { done: moveIssue(input: $input) { ${selection} } }`;
  return (await askData(app.port, admin, mutation, { input: { issueId: issue.id, to, version, ...more } })).done;
}
