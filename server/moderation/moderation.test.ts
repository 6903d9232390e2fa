import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, connect, type Data, type Identified, watch } from '../testing/client.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { openIdea } from '../testing/ideas.ts';
import { decideNotice, givenNotice } from '../testing/notices.ts';
import { givenPost } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let editor: Somebody;
let admin: Somebody;
let author: Somebody;
let sender: Somebody;

test.beforeAll(async ({ app }) => {
  place = await givenPlace(app, 'Unkel');
  editor = await givenStaff(app, place, 'EDITOR');
  admin = await givenStaff(app, place);
  author = await givenPerson(app, place);
  sender = await givenPerson(app, place);
});

test('a notice keeps the words as they were; one for each person; own words are withdrawn instead', async ({ app }) => {
  const id = await newIdea(app);
  expect(await permissionOf(app, sender, id)).toBe('allowed');
  const key = randomUUID();
  const made = await sendBy(app, sender, id, { text: ' Das ist gemein. ', idempotencyKey: key });
  expect(made).toMatchObject({ reason: 'INSULT', text: 'Das ist gemein.', openCount: null, decision: null });
  expect(made.quote).toMatch(/^Bänke am Rhein\n\nAm Ufer/);
  expect((await sendBy(app, sender, id, { text: ' Das ist gemein. ', idempotencyKey: key })).id).toBe(made.id);
  expect(await sendBy(app, sender, id)).toBe('NOTICE_EXISTS');
  expect(await permissionOf(app, sender, id)).toBe('NOTICE_EXISTS');
  expect(await sendBy(app, author, id)).toBe('OWN_WORDS');
  expect(await permissionOf(app, author, id)).toBe('OWN_WORDS');
  expect(await sendBy(app, {}, id)).toMatchObject({ reason: 'INSULT' });
  expect(await sendBy(app, {}, id, { reason: 'OTHER' })).toBe('MESSAGE_REQUIRED');
  for (const bad of [toGlobalId('Idea', randomUUID()), toGlobalId('Person', author.personId), 'x'])
    expect(await sendBy(app, sender, bad)).toBe('NOT_FOUND');
  const { edges } = await listOf(app, editor);
  expect(
    edges.filter(({ node }: Data) => node.subject.title === 'Bänke am Rhein').map(({ node }: Data) => node.openCount),
  ).toEqual([2, 2]);
});

test('posts of a club can be the subject, posts of the town hall and of closed groups cannot', async ({ app }) => {
  const club = await givenGroup(app, place, { name: 'Sport', joinPolicy: 'OPEN' });
  const writer = await givenMember(app, place, club, { isPublisher: true });
  const words = { title: 'Der Trainer taugt nichts', body: 'Er kann **nichts**.' };
  const ofClub = await givenPost(app, place, writer, { groupIds: [club.id], ...words });
  expect(await sendBy(app, sender, ofClub.id)).toMatchObject({
    quote: 'Der Trainer taugt nichts\n\nEr kann **nichts**.',
  });
  const ofTown = await givenPost(app, place, editor);
  expect(await permissionOf(app, sender, ofTown.id)).toBe('NO_PUBLIC_WORDS');
  expect(await sendBy(app, sender, ofTown.id)).toBe('NO_PUBLIC_WORDS');
  const kita = await givenGroup(app, place);
  const parent = await givenMember(app, place, kita, { isPublisher: true });
  const reader = await givenMember(app, place, kita);
  const inKita = await givenPost(app, place, parent, { groupIds: [kita.id] });
  expect(await sendBy(app, reader, inKita.id)).toBe('NO_PUBLIC_WORDS');
  expect(await sendBy(app, sender, inKita.id)).toBe('NOT_FOUND');
});

test('of two decisions the second is refused and shows the first; a decision answers all notices about the words', async ({
  app,
}) => {
  const id = await newIdea(app, 'Zwei entscheiden');
  const first = await givenNotice(app, sender, id);
  const second = await givenNotice(app, {}, id);
  const before = (await listOf(app, editor)).totalCount;
  const hide = { verdict: 'HIDDEN', ground: 'LAW', statement: 'Beleidigung, § 185 StGB.' };
  const outcomes = await Promise.all([decideBy(app, editor, first), decideBy(app, admin, second, hide)]);
  const refused = outcomes.filter(({ userErrors }) => userErrors.length > 0);
  expect(refused).toHaveLength(1);
  expect(refused[0].userErrors).toEqual([{ code: 'CONFLICT', path: [] }]);
  const winner = outcomes.find(({ userErrors }) => userErrors.length === 0);
  expect(refused[0].notice.decision).toEqual(winner.notice.decision);
  expect((await listOf(app, editor)).totalCount).toBe(before - 2);
  const decided = (await listOf(app, editor, true)).edges.map(({ node }: Data) => node.id);
  expect(decided).toEqual(expect.arrayContaining([first, second]));
  expect(await permissionOf(app, admin, id)).not.toBe('NOTICE_EXISTS');
});

test('reasons and ground are required; who does not moderate the town decides nothing', async ({ app }) => {
  const notice = await givenNotice(app, sender, await newIdea(app, 'Ohne Grund'));
  const faults = await decideBy(app, editor, notice, { verdict: 'HIDDEN', statement: ' ' });
  expect(faults.userErrors).toEqual([
    { code: 'REASON_REQUIRED', path: ['statement'] },
    { code: 'GROUND_REQUIRED', path: ['ground'] },
  ]);
  const elsewhere = await givenStaff(app, await givenPlace(app, 'Linz'), 'EDITOR');
  for (const who of [sender, elsewhere, await givenStaff(app, place, 'CLERK')])
    expect(await decideBy(app, who, notice)).toBe('FORBIDDEN');
  expect(await decideBy(app, {}, notice)).toBe('UNAUTHENTICATED');
});

test('both sides get decision and reasons in inbox and mail, and neither learns who the other is', async ({
  app,
  mail,
}) => {
  const poet = await givenPerson(app, place);
  const witness = await givenPerson(app, place);
  const id = await openIdea(app, place, poet, editor, { title: 'Beide Seiten' });
  const notice = await givenNotice(app, witness, id, { text: 'Geheime Erklärung' });
  const { decision } = await decideNotice(app, editor, notice, 'HIDDEN');
  const toSender = await mail.next(emailOf(witness));
  const toAuthor = await mail.next(emailOf(poet));
  expect(toSender.text).toContain('Der Ton verletzt unsere Regeln.');
  expect(toSender.text).not.toContain('Am Ufer');
  expect(toAuthor.text).toContain('Der Ton verletzt unsere Regeln.');
  expect(toAuthor.text).toContain(`/decisions/${decision.id}`);
  const inbox = `{ viewer { inbox { edges { node { kind subject { __typename ... on NoticeDecision { id verdict statement } } } } } } }`;
  const about = (answer: Data, kind: string): Data[] =>
    answer.viewer.inbox.edges
      .map(({ node }: Data) => node)
      .filter((node: Data) => node.kind === kind && node.subject?.id === decision.id);
  const ofSender = await askData(app.port, witness, inbox);
  const ofAuthor = await askData(app.port, poet, inbox);
  expect(about(ofSender, 'NOTICE_ANSWERED')).toHaveLength(1);
  expect(about(ofAuthor, 'WORDS_JUDGED')).toHaveLength(1);
  // Nothing that the author can ask for leads to the sender or to the words of the notice.
  const read = `query($id: ID!) { node(id: $id) { __typename ... on NoticeDecision { statement quote subject { id } } } }`;
  const seen = JSON.stringify([ofAuthor, await askData(app.port, poet, read, { id: decision.id }), toAuthor.text]);
  for (const secret of [witness.personId, emailOf(witness), 'Geheime Erklärung', notice])
    expect(seen).not.toContain(secret);
  expect((await ask(app.port, poet, read, { id: notice })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
  expect((await askData(app.port, witness, read, { id: notice })).node.__typename).toBe('Notice');
});

test('the list is live, and the trail keeps the decision without the sender', async ({ app }) => {
  const client = connect(app.port, editor);
  const stream = 'subscription($id: ID!) { notices(municipalityId: $id) { entries { id } removedIds reset } }';
  const town = { id: toGlobalId('Municipality', place.municipalityId) };
  const live = watch(client, stream, town);
  await live.until(({ data }) => data?.notices.reset === true);
  const notice = await givenNotice(app, sender, await newIdea(app, 'Der Platzwart'));
  await live.until(({ data }) => data?.notices.entries.some((one: Data) => one.id === notice));
  await decideNotice(app, editor, notice, 'KEPT');
  await live.until(({ data }) => data?.notices.removedIds.includes(notice));
  await client.dispose();
  const audit = `query($ags: String!) { municipality(ags: $ags) { audit(topic: MODERATION) { edges { node {
    kind reason actor { party } subject { kind name } } } } } }`;
  const { municipality } = await askData(app.port, admin, audit, { ags: place.ags });
  expect(municipality.audit.edges[0].node).toEqual({
    kind: 'WORDS_KEPT',
    reason: 'Der Ton verletzt unsere Regeln.',
    actor: { party: 'STAFF' },
    subject: { kind: 'NOTICE_DECISION', name: 'Der Platzwart' },
  });
  expect(JSON.stringify(municipality)).not.toContain('CITIZEN');
});

const send = `mutation($input: SendNoticeInput!) { it: sendNotice(input: $input) {
  notice { id reason text quote openCount subject { id } decision { id } } userErrors { code path } } }`;
const decide = `mutation($input: DecideNoticeInput!) { it: decideNotice(input: $input) {
  notice { id decision { verdict statement } } userErrors { code path } } }`;
const list = `query($ags: String!, $isDecided: Boolean) { municipality(ags: $ags) { notices(isDecided: $isDecided) {
  totalCount edges { node { id quote openCount subject { ... on Idea { title } } } } } } }`;
const newIdea = (app: TestServer, title = 'Bänke am Rhein'): Promise<string> =>
  openIdea(app, place, author, editor, { title });
const emailOf = ({ personId }: Somebody): string => `${personId}@example.org`;

async function sendBy(app: TestServer, who: Identified, objectId: string, more: object = {}): Promise<Data> {
  const input = { objectId, reason: 'INSULT', idempotencyKey: randomUUID(), ...more };
  const { data, errors } = await ask(app.port, who, send, { input });
  return errors?.[0]?.extensions?.code ?? data.it.userErrors[0]?.code ?? data.it.notice;
}
async function decideBy(app: TestServer, who: Identified, noticeId: string, more: object = {}): Promise<Data> {
  const input = { noticeId, verdict: 'KEPT', statement: 'Das ist erlaubt.', ...more };
  const { data, errors } = await ask(app.port, who, decide, { input });
  return errors?.[0]?.extensions?.code ?? data.it;
}
async function listOf(app: TestServer, who: Identified, isDecided = false): Promise<Data> {
  return (await askData(app.port, who, list, { ags: place.ags, isDecided })).municipality.notices;
}
async function permissionOf(app: TestServer, who: Identified, id: string): Promise<string> {
  const fields = ['Issue', 'Idea', 'Post'].map((type) => `... on ${type} { viewerCanSendNotice { allowed code } }`);
  const { node } = await askData(app.port, who, `query($id: ID!) { node(id: $id) { ${fields.join(' ')} } }`, { id });
  return node.viewerCanSendNotice.code ?? 'allowed';
}
