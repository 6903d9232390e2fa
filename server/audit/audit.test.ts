import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import '../database/seed/seed.ts';
import { Person } from '../identity/identity.entity.ts';
import { grantRole, revokeRole } from '../identity/identity.person.service.ts';
import { system } from '../kernel/actor.ts';
import { findUndecidedEvents } from '../kernel/audit.ts';
import { forkContext } from '../kernel/context.ts';
import { eventTypes } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../testing/client.ts';
import { givenGroup } from '../testing/groups.ts';
import { givenIssue } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { givenPoll } from '../testing/polls.ts';
import { givenPost, postInput } from '../testing/posts.ts';
import { type TestServer } from '../testing/server.ts';
import { statementsOf } from '../testing/statements.ts';
import { auditedTypes, sentenceOf } from './audit.rules.ts';
import { test } from '../testing/fixtures.ts';

let admin: Somebody;
let citizens: Somebody[];

test.beforeAll(async ({ app, town: place }) => {
  admin = await givenNamed(app, place, 'Petra Klein');
  citizens = await givenPeople(app, place, 3);
});

test('every kind of event is a sentence of the trail, or kept out of it on purpose', ({ app }) => {
  const types = eventTypes().filter((type) => !type.startsWith('test.'));
  expect(types.length).toBeGreaterThan(25);
  const { audit } = app.services.registry;
  expect(findUndecidedEvents(audit, types)).toEqual([]);
  const severalSentences = auditedTypes(audit).filter((type) => sentenceOf(audit, type, {}) === undefined);
  expect(severalSentences.sort()).toEqual([
    'alert.sent',
    'calendar.cancelled',
    'calendar.checkedIn',
    'calendar.reviewed',
    'calendar.submitted',
    'group.publisherChanged',
    'issue.assigned',
    'issue.commented',
    'issue.escalated',
    'issue.flagged',
    'issue.photoBlurred',
    'issue.photoJudged',
    'issue.visibilityChanged',
    'moderation.noticeDecided',
    'municipality.legalPageChanged',
    'post.pinned',
    'post.reviewed',
    'post.submitted',
  ]);
});

test('an event that nobody decided about is named with the file to mend', ({ app }) => {
  expect(findUndecidedEvents(app.services.registry.audit, ['post.forgotten', 'post.published'])).toEqual([
    'The event post.forgotten has no audit sentence: add it to `sentences` or `notAudited` in server/post/post.audit.ts.',
  ]);
});

test('what happened is told with names of the town hall, and of nobody else', async ({ app }) => {
  const place = await givenPlace(app);
  const admin = await givenNamed(app, place, 'Petra Klein');
  const citizens = await givenPeople(app, place, 2);
  const post = await givenPost(app, place, admin, { title: 'Kein Wasser' });
  const poll = await givenPoll(app, place, admin);
  const voter = citizens[0] ?? {};
  const reporter = citizens[1] ?? {};
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  await act(app, voter, 'mutation($i: CastVoteInput!) { castVote(input: $i) { userErrors { code } } }', { i: input });
  const issue = await givenIssue(app, place, reporter);
  const move = 'mutation($i: MoveIssueInput!) { moveIssue(input: $i) { userErrors { code } } }';
  await act(app, admin, move, { i: { issueId: issue.id, to: 'TRIAGED', version: 1 } });
  await act(app, reporter, move, { i: { issueId: issue.id, to: 'WITHDRAWN', version: 2 } });
  const anonymous = await givenIssue(app, place, {}, { email: 'max@example.org' });
  const { key } = await givenKey(app, place, ['posts:write']);
  const make = 'mutation($i: CreatePostInput!) { createPost(input: $i) { post { id } } }';
  await act(app, { key }, make, { i: postInput(place, { title: 'Entwurf', isDraft: true }) });
  const lines = (await readTrail(app, admin, place)).map(lineOf).reverse();
  expect(lines).toEqual([
    'STAFF Petra Klein: POST_PUBLISHED POST Kein Wasser',
    'STAFF Petra Klein: POLL_CREATED POLL Spielplatz am Rheinufer',
    'STAFF Petra Klein: POLL_OPENED POLL Spielplatz am Rheinufer',
    `CITIZEN: ISSUE_REPORTED ISSUE ${issue.reference}`,
    `STAFF Petra Klein: ISSUE_MOVED ISSUE ${issue.reference} TRIAGED`,
    `CITIZEN: ISSUE_MOVED ISSUE ${issue.reference} WITHDRAWN`,
    `CITIZEN: ISSUE_REPORTED ISSUE ${anonymous.reference}`,
    'SYSTEM: KEY_CREATED KEY Lokalradio',
    'PARTNER Lokalradio: POST_DRAFTED POST Entwurf',
  ]);
  const [told] = await readTrail(app, admin, place, { topic: 'POSTS', personId: toGlobalId('Person', admin.personId) });
  expect(told.subject.objectId).toBe(post.id);
});

test('roles are told with the name the town hall knew; somebody of another town hall is nobody here', async ({
  app,
  town: place,
}) => {
  const there = await givenPlace(app);
  const boss = await givenNamed(app, there, 'Leitung');
  const guest = await givenNamed(app, place, 'Gast aus der Nachbarstadt');
  await givenIssue(app, there, guest);
  const [colleague] = await givenPeople(app, there, 1);
  const grant = { municipalityId: there.municipalityId, deskId: there.deskId, personId: colleague?.personId ?? '' };
  await grantRole(forkContext(app.services, system), { ...grant, role: 'CLERK' });
  const lines = async (): Promise<string[]> => (await readTrail(app, boss, there)).map(lineOf);
  const address = `${grant.personId}@example.org`;
  expect(await lines()).toEqual([
    `SYSTEM: ROLE_GRANTED PERSON ${address} CLERK Bürgerbüro`,
    expect.stringMatching(/^CITIZEN: ISSUE_REPORTED ISSUE M-/),
  ]);
  await revokeRole(forkContext(app.services, system), { ...grant, role: 'CLERK' });
  expect((await lines()).slice(0, 2)).toEqual([
    'SYSTEM: ROLE_REVOKED PERSON CLERK Bürgerbüro', // the e-mail address is not shown after the role was revoked
    'SYSTEM: ROLE_GRANTED PERSON CLERK Bürgerbüro',
  ]);
});

test('memberships are told only when others changed them, and without names', async ({ app }) => {
  const there = await givenPlace(app);
  const boss = await givenNamed(app, there, 'Leitung');
  const group = await givenGroup(app, there, { name: 'Waldgruppe', joinPolicy: 'OPEN' });
  const [own, other] = await givenPeople(app, there, 2);
  const change = (who: Identified, what: string): Promise<Data> =>
    act(app, who, `mutation { ${what} { userErrors { code } } }`);
  await change(own ?? {}, `joinGroup(input: { groupId: "${group.id}" })`);
  await change(own ?? {}, `leaveGroup(input: { groupId: "${group.id}" })`);
  await change(boss, `addMember(input: { groupId: "${group.id}", email: "${other?.personId ?? ''}@example.org" })`);
  const person = toGlobalId('Person', other?.personId ?? '');
  await change(boss, `setPublisher(input: { groupId: "${group.id}", personId: "${person}", isPublisher: true })`);
  await change(boss, `removeMember(input: { groupId: "${group.id}", personId: "${person}" })`);
  const told = await readTrail(app, boss, there, { topic: 'GROUPS' });
  expect(told.map(lineOf).reverse()).toEqual([
    'STAFF Leitung: MEMBER_ADDED GROUP Waldgruppe',
    'STAFF Leitung: PUBLISHER_NAMED GROUP Waldgruppe',
    'STAFF Leitung: MEMBER_REMOVED GROUP Waldgruppe',
  ]);
  expect(JSON.stringify(told)).not.toMatch(/example\.org/);
});

test('pages go on where the last ended, each in one statement', async ({ app }) => {
  const there = await givenPlace(app);
  const boss = await givenNamed(app, there, 'Leitung');
  for (let n = 0; n < 7; n++) await givenPost(app, there, boss, { title: `Nachricht ${n}` });
  const titles: string[] = [];
  let after: string | undefined;
  const statements = await statementsOf(app, async () => {
    do {
      const { municipality } = await askData(app.port, boss, query, { ags: there.ags, first: 3, after });
      titles.push(...municipality.audit.edges.map(({ node }: Data) => node.subject.name));
      after = municipality.audit.pageInfo.hasNextPage ? municipality.audit.pageInfo.endCursor : undefined;
    } while (after !== undefined);
  });
  expect(titles).toEqual([6, 5, 4, 3, 2, 1, 0].map((n) => `Nachricht ${n}`));
  // Jobs may write their own events meanwhile.
  expect(statements.filter((sql) => sql.includes('from domain_event d'))).toHaveLength(3);
});

test('an entry is found by its id as the trail tells it; what the trail leaves out is not', async ({ app }) => {
  const there = await givenPlace(app);
  const boss = await givenNamed(app, there, 'Leitung');
  const group = await givenGroup(app, there, { name: 'Waldgruppe', joinPolicy: 'OPEN' });
  const [own] = await givenPeople(app, there, 1);
  await givenPost(app, there, boss, { title: 'Kein Wasser' });
  await givenIssue(app, there, own ?? {});
  await act(app, own ?? {}, `mutation { joinGroup(input: { groupId: "${group.id}" }) { userErrors { code } } }`);
  const find = `query($id: ID!) { node(id: $id) { ... on AuditEntry {
    id at kind status role deskName module actor { party name } subject { kind objectId name } } } }`;
  const told = await readTrail(app, boss, there);
  expect(told).toHaveLength(2);
  for (const entry of told) expect((await askData(app.port, boss, find, { id: entry.id })).node).toEqual(entry);
  const events: { id: string }[] = await app.services.em
    .fork()
    .execute('select id::text from domain_event where municipality_id = ?', [there.municipalityId]);
  expect(events.length).toBeGreaterThan(2);
  const untold = events
    .map(({ id }) => toGlobalId('AuditEntry', id))
    .filter((id) => !told.some((one) => one.id === id));
  const nonsense = ['0', '-1', '007', '1.5', '9'.repeat(20), randomUUID()].map((id) => toGlobalId('AuditEntry', id));
  for (const id of [...untold, ...nonsense])
    expect((await ask(app.port, boss, find, { id })).errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

test('nobody is found by what they did as citizens: not a reporter, not staff who reported something themselves', async ({
  app,
  town: place,
}) => {
  const [citizen] = citizens;
  await givenIssue(app, place, citizen ?? {});
  const own = await givenIssue(app, place, admin);
  const withdraw = `mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }`;
  const move = { issueId: own.id, version: own.version, to: 'WITHDRAWN', reason: 'Erledigt' };
  const { moveIssue } = await askData(app.port, admin, withdraw, { input: move });
  expect(moveIssue.userErrors).toEqual([]);
  const told = await readTrail(app, admin, place, { topic: 'ISSUES' });
  expect(told.filter(({ subject }) => subject?.name === own.reference).map(({ actor }) => actor.party)).toEqual([
    'CITIZEN',
    'CITIZEN',
  ]);
  for (const who of [citizen, admin]) {
    const personId = toGlobalId('Person', who?.personId ?? '');
    const found = await readTrail(app, admin, place, { topic: 'ISSUES', personId });
    expect(found.filter(({ actor }) => actor.party === 'CITIZEN')).toEqual([]);
  }
});

test('only admins of this town read it', async ({ app, town: place }) => {
  const stranger = await givenStaff(app, await givenPlace(app));
  const { key } = await givenKey(app, place, ['posts:read', 'issues:read']);
  const others = [{}, citizens[0] ?? {}, stranger, await givenStaff(app, place, 'EDITOR'), { key }];
  const codes = others.map(
    async (who) => (await ask(app.port, who, query, { ags: place.ags })).errors?.[0]?.extensions,
  );
  expect(await Promise.all(codes)).toEqual([
    { code: 'UNAUTHENTICATED' },
    ...Array.from({ length: 4 }, () => ({ code: 'FORBIDDEN' })),
  ]);
  const foreign = await ask(app.port, admin, query, { ags: place.ags, personId: randomUUID() });
  expect(foreign.errors?.[0]?.extensions?.code).toBe('NOT_FOUND');
});

async function givenNamed(app: TestServer, town: Place, displayName: string): Promise<Somebody> {
  const somebody = await givenStaff(app, town);
  await app.services.em.fork().nativeUpdate(Person, somebody.personId, { displayName });
  return somebody;
}

const query = `query($ags: String!, $first: Int! = 50, $after: PageCursor, $topic: AuditTopic, $personId: ID) {
  municipality(ags: $ags) { audit(first: $first, after: $after, topic: $topic, personId: $personId) {
    edges { node { id at kind status role deskName module actor { party name } subject { kind objectId name } } }
    pageInfo { hasNextPage endCursor } } } }`;

async function readTrail(app: TestServer, who: Identified, town: Place, more: object = {}): Promise<Data[]> {
  const { municipality } = await askData(app.port, who, query, { ags: town.ags, ...more });
  return municipality.audit.edges.map(({ node }: Data) => node);
}
/** Entry as one line, such as "STAFF Petra Klein: POST_PUBLISHED POST Titel". */
const lineOf = ({ actor, kind, subject, status, role, deskName, module }: Data): string =>
  [`${[actor.party, actor.name].filter(Boolean).join(' ')}: ${kind}`, subject?.kind, subject?.name]
    .concat([status, role, deskName, module])
    .filter(Boolean)
    .join(' ');
const act = (app: TestServer, who: Identified, mutation: string, variables: object = {}): Promise<Data> =>
  askData(app.port, who, mutation, variables);
