import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Role } from '../../identity/identity.entity.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { createDesk } from '../../municipality/municipality.service.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, connect, type Identified, identify, watch } from '../../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { givenPhoto } from '../../testing/photos.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

interface Complaint extends GivenIssue {
  /** Word that occurs in the text of the report only. */
  readonly word: string;
}

let app: TestServer;
let place: Place;
let otherDesk: string;
let reporter: Somebody;
let clerk: Somebody;
let colleague: Somebody;
let admin: Somebody;
let editor: Somebody;
let complaint: Complaint;
let photoId: string;

beforeAll(async () => {
  // A server of its own: its streams, which compare no versions, are those of the test.
  app = await startTestServer({ compareMs: 3_600_000 });
  place = await givenPlace(app);
  reporter = await givenPerson(app, place);
  [clerk, admin, editor] = [
    await givenStaff(app, place, 'CLERK'),
    await givenStaff(app, place),
    await givenStaff(app, place, 'EDITOR'),
  ];
  otherDesk = (await createDesk(forkContext(app.services, system), place.municipalityId, 'Bauhof')).id;
  colleague = await givenClerk(otherDesk);
  photoId = await givenPhoto(app, place, reporter);
  complaint = await givenComplaint({ photoIds: [photoId] });
  await markReading(clerk, complaint);
});
afterAll(() => app.stop());

async function givenClerk(desk: string): Promise<Somebody> {
  const somebody = await givenPerson(app, place);
  const em = app.services.em.fork();
  const grant = {
    id: randomUUID(),
    person: somebody.personId,
    role: 'CLERK',
    municipality: place.municipalityId,
    desk,
  };
  await em.persist(em.create(Role, grant as never)).flush();
  return somebody;
}

async function givenComplaint(more: object = {}): Promise<Complaint> {
  const categoryId = await givenCategory(app, place, 'COMPLAINT');
  const word = `Zitrone-${randomUUID()}`;
  const text = `Am Schalter wurde ich laut angefahren, ${word}.`;
  return { ...(await givenIssue(app, place, reporter, { kind: 'COMPLAINT', categoryId, text, ...more })), word };
}

const markReading = (who: Identified, { id }: GivenIssue) =>
  ask(
    app.port,
    who,
    'mutation($id: ID!) { markReading(input: { issueId: $id, isReading: true }) { userErrors { code } } }',
    {
      id,
    },
  );

const shown = '{ id reference text history { id } lastMove { id } photos { id } }';
const town = (): string => toGlobalId('Municipality', place.municipalityId);
/** All ways on which a report of the town can be read: queries, subscriptions and addresses. */
const ways: Readonly<Record<string, (issue: GivenIssue) => string>> = {
  issue: ({ reference }) => `{ issue(ags: "${place.ags}", reference: "${reference}") ${shown} }`,
  node: ({ id }) => `{ node(id: "${id}") { ... on Issue ${shown} } }`,
  nodes: ({ id }) => `{ nodes(ids: ["${id}"]) { ... on Issue ${shown} } }`,
  board: () => `{ municipality(ags: "${place.ags}") { issues(first: 100) { edges { node ${shown} } } } }`,
  column: () => `{ municipality(ags: "${place.ags}") { issues(stages: [NEW]) { edges { node ${shown} } } } }`,
  desk: () => `{ municipality(ags: "${place.ags}") { issues(filter: { deskId: "${toGlobalId('Desk', place.deskId)}" }) {
    edges { node ${shown} } } } }`,
  street: () =>
    `{ municipality(ags: "${place.ags}") { issues(filter: { street: "Linzer" }) { edges { node ${shown} } } } }`,
  boardStream: () =>
    `subscription { issueBoard(municipalityId: "${town()}") { entries ${shown} removedIds reset cursor } }`,
  issueStream: ({ id }) => `subscription { issue(id: "${id}") { issue ${shown} } }`,
  readers: () => `subscription { issueReaders(municipalityId: "${town()}") { readers { issueId name } } }`,
  photo: () => `/media/${uuidOf(photoId)}/small.webp`,
  moving: ({ id }) => `mutation { moveIssue(input: { issueId: "${id}", to: TRIAGED, version: 99 }) {
    issue ${shown} userErrors { code } } }`,
};

const uuidOf = (id: string): string => Buffer.from(id, 'base64url').toString().split(':')[1] ?? '';

/** Complete answer to a person on one way, as text. */
async function answerTo(who: Identified, question: string): Promise<string> {
  if (question.startsWith('/')) {
    const answer = await fetch(`http://127.0.0.1:${app.port}${question}`, { headers: identify(who) });
    return answer.status === 200 ? complaint.word : String(answer.status);
  }
  if (!question.startsWith('subscription')) return JSON.stringify(await ask(app.port, who, question));
  const client = connect(app.port, who);
  try {
    const stream = watch(client, question);
    const first = await Promise.race([stream.until(() => true), stream.ended]);
    return JSON.stringify(first);
  } finally {
    await client.dispose();
  }
}

const tells = (answer: string, { id, reference, word }: Complaint): boolean =>
  [word, id, `"${reference}"`].some((mark) => answer.includes(mark));

/** Ways on which a person can learn of the complaint. */
async function toldTo(who: Identified, issue: Complaint): Promise<string[]> {
  const told = [];
  for (const [way, question] of Object.entries(ways))
    if (tells(await answerTo(who, question(issue)), issue)) told.push(way);
  return told;
}

test('no way tells staff of other desks, editors, partners or citizens of a complaint', async () => {
  const partner = await givenKey(app, place, ['issues:read', 'issues:write']);
  const citizen = await givenPerson(app, place);
  const stranger = await givenStaff(app, await givenPlace(app, 'Anderswo'));
  const others = { colleague, editor, partner, citizen, stranger, anonymous: {} };
  const leaks: Record<string, string[]> = {};
  for (const [name, who] of Object.entries(others)) leaks[name] = await toldTo(who, complaint);
  const none = Object.fromEntries(Object.keys(others).map((name) => [name, []]));
  console.log(`complaints: ${Object.keys(ways).length} ways, ${Object.keys(others).length} kinds of others: 0 leaks`);
  expect(leaks).toEqual(none);
});

test('the control: its desk and those who run the town are told on every way', async () => {
  expect(await toldTo(clerk, complaint)).toEqual(Object.keys(ways));
  expect(await toldTo(admin, complaint)).toEqual(Object.keys(ways));
});

test('not even a number tells of it', async () => {
  const query = `{ municipality(ags: "${place.ags}") { issueCounts(filter: { kind: COMPLAINT }) { count } } }`;
  const counted = async (who: Identified) => (await askData(app.port, who, query)).municipality.issueCounts;
  const archive = await createDesk(forkContext(app.services, system), place.municipalityId, 'Archiv');
  expect([await counted(await givenClerk(archive.id)), await counted(editor)]).toEqual([[], []]);
  const complaints = `select count(*)::int as count from issue where kind = 'COMPLAINT' and desk_id = ?`;
  expect(await counted(clerk)).toEqual(await app.services.em.fork().execute(complaints, [place.deskId]));
});

test('it is like no other report, not even for its desk', async () => {
  const other = await givenIssue(app, place, reporter);
  const query = `{ node(id: "${other.id}") { ... on Issue { similar { issue { id } } } } }`;
  for (const who of [colleague, clerk]) expect(await answerTo(who, query)).not.toContain(complaint.id);
});

test('nobody else acts on it either', async () => {
  const acts = [
    `moveIssue(input: { issueId: "${complaint.id}", to: TRIAGED, version: 1 }) { userErrors { code } }`,
    `undoMove(input: { issueId: "${complaint.id}", version: 1 }) { userErrors { code } }`,
    `setIssueVisibility(input: { issueId: "${complaint.id}", isPublic: false }) { userErrors { code } }`,
    `hidePhoto(input: { photoId: "${photoId}" }) { userErrors { code } }`,
    `markReading(input: { issueId: "${complaint.id}", isReading: true }) { userErrors { code } }`,
  ];
  for (const act of acts) {
    const { errors } = await ask(app.port, colleague, `mutation { ${act} }`);
    expect([act, errors?.[0]?.extensions.code]).toEqual([act, 'FORBIDDEN']);
  }
});

test('two desks see two boards; a complaint that goes on leaves the one and comes to the other', async () => {
  const moving = await givenComplaint();
  const clients = [clerk, colleague, admin].map((who) => connect(app.port, who));
  const query = 'subscription($id: ID!) { issueBoard(municipalityId: $id) { entries { id version } removedIds } }';
  const [own, other, all] = clients.map((client) => watch(client, query, { id: town() }));
  const knows = (which: typeof own, what: 'entries' | 'removedIds', version?: number) =>
    which?.until(({ data }) =>
      what === 'removedIds'
        ? data.issueBoard.removedIds.includes(moving.id)
        : data.issueBoard.entries.some((one: GivenIssue) => one.id === moving.id && one.version === (version ?? 1)),
    );
  try {
    await Promise.all([knows(own, 'entries'), knows(all, 'entries'), other?.until(() => true)]);
    expect(JSON.stringify(other?.messages)).not.toContain(moving.id);
    const mutation = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
    const input = { issueId: moving.id, to: 'ASSIGNED', version: 1, deskId: toGlobalId('Desk', otherDesk) };
    expect((await askData(app.port, clerk, mutation, { input })).moveIssue.userErrors).toEqual([]);
    await Promise.all([knows(own, 'removedIds'), knows(other, 'entries', 2), knows(all, 'entries', 2)]);
    expect(await toldTo(clerk, moving)).toEqual([]);
    expect((await ask(app.port, colleague, ways.node!(moving))).data?.node.id).toBe(moving.id);
  } finally {
    for (const client of clients) await client.dispose();
  }
});

test('what went to the wrong desk its sender takes back at once, and nobody else', async () => {
  const sent = await givenComplaint();
  const mutation = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const input = {
    issueId: sent.id,
    to: 'ASSIGNED',
    version: 1,
    deskId: toGlobalId('Desk', otherDesk),
    isUndoable: true,
  };
  expect((await askData(app.port, clerk, mutation, { input })).moveIssue.userErrors).toEqual([]);
  expect((await ask(app.port, clerk, ways.node!(sent))).data?.node).toBeNull();
  const undo = `mutation { undoMove(input: { issueId: "${sent.id}", version: 2 }) { issue { status } userErrors { code } } }`;
  expect((await ask(app.port, editor, undo)).errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  expect((await askData(app.port, clerk, undo)).undoMove).toEqual({ issue: { status: 'SUBMITTED' }, userErrors: [] });
  expect((await ask(app.port, clerk, ways.node!(sent))).data?.node.id).toBe(sent.id);
  expect((await ask(app.port, colleague, ways.node!(sent))).data?.node).toBeNull();
});
