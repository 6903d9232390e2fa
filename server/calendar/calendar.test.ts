import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { eventInput, givenEvent, storeEvent } from '../testing/events.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenKey } from '../testing/keys.ts';
import { type TestServer } from '../testing/server.ts';
import { statementsOf } from '../testing/statements.ts';
import { quietTest as test } from '../testing/fixtures.ts';

let member: Somebody;
let stranger: Somebody;

test.beforeAll(async ({ app, town: place }) => {
  [member, stranger] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
});

test('an event is created once for each key, as a draft that its author alone lists, and then published', async ({
  app,
}) => {
  const town = await givenPlace(app);
  const chief = await givenStaff(app, town);
  const input = eventInput(town, { isDraft: true, title: 'Sommerfest' });
  const first: Data = await askData(app.port, chief, create, { input });
  const again: Data = await askData(app.port, chief, create, { input });
  expect(again.it.event).toEqual(first.it.event);
  const drafts = `query($ags: String!) { municipality(ags: $ags) { eventDrafts { nodes { title state } } } }`;
  const own = await askData(app.port, chief, drafts, { ags: town.ags });
  expect(own.municipality.eventDrafts.nodes).toEqual([{ title: 'Sommerfest', state: 'DRAFT' }]);
  const others = await askData(app.port, member, drafts, { ags: town.ags });
  expect(others.municipality.eventDrafts.nodes).toEqual([]);
  expect(await titles(app, town, {})).toEqual([]);
  const publish = `mutation($id: ID!) { it: publishEvent(input: { eventId: $id }) { event { state } userErrors { code } } }`;
  const published: Data = await askData(app.port, chief, publish, { id: first.it.event.id });
  expect(published.it).toEqual({ event: { state: 'PUBLISHED' }, userErrors: [] });
  expect(await titles(app, town, {})).toEqual(['Sommerfest']);
  const feed = `query($ags: String!) { municipality(ags: $ags) { feed { edges { node { kind subject { ... on Event { title } } } } } } }`;
  const { municipality } = await askData(app.port, {}, feed, { ags: town.ags });
  expect(municipality.feed.edges.map(({ node }: Data) => node)).toEqual([
    { kind: 'EVENT', subject: { title: 'Sommerfest' } },
  ]);
});

test('bad input gets a code at its field', async ({ app, town: place, admin }) => {
  const dates = (startsAt: string, endsAt: string, more: object = {}) => ({
    dates: { startsAt, endsAt, isAllDay: false, ...more },
  });
  const year = new Date().getFullYear() + 1;
  const start = `${year}-03-01T18:00:00Z`;
  const end = `${year}-03-01T20:00:00Z`;
  expect(await refused(app, place, admin, dates(end, start))).toEqual(['END_BEFORE_START dates.endsAt']);
  expect(await refused(app, place, admin, dates(start, end, { recurrence: { frequency: 'WEEKLY' } }))).toEqual([
    'ENDLESS_RULE dates.recurrence.until',
  ]);
  expect(await refused(app, place, admin, dates(start, end, { isAllDay: true }))).toEqual([
    'NOT_MIDNIGHT dates.startsAt',
  ]);
  expect(await refused(app, place, admin, dates(start, end, { timeZone: 'Mars/Base' }))).toEqual([
    'BAD_TIME_ZONE dates.timeZone',
  ]);
  expect(await refused(app, place, admin, dates('2020-01-01T10:00:00Z', '2020-01-01T11:00:00Z'))).toEqual([
    'IN_THE_PAST dates.startsAt',
  ]);
  const far = `${year + 2}-03-01T`;
  expect(await refused(app, place, admin, dates(`${far}18:00:00Z`, `${far}19:00:00Z`))).toEqual([
    'EVENT_TOO_FAR dates.startsAt',
  ]);
  expect(await refused(app, place, admin, { onlineUrl: 'javascript:alert(1)' })).toEqual(['NOT_HTTPS onlineUrl']);
  expect(await refused(app, place, admin, { ...dates(start, end), answersUntil: end })).toEqual([
    'OUT_OF_RANGE answersUntil',
  ]);
  const weekly = { recurrence: { frequency: 'WEEKLY', count: 2 } };
  expect(await refused(app, place, admin, { ...dates(start, end, weekly), answersUntil: end })).toEqual([]);
  const late = { answersUntil: `${year}-03-02T00:00:00Z` };
  expect(await refused(app, place, admin, { title: '', ...dates(start, end), ...late })).toEqual([
    'TOO_SHORT title',
    'OUT_OF_RANGE answersUntil',
  ]);
  expect(await refused(app, place, admin, { ...dates(end, start, weekly), ...late })).toEqual([
    'END_BEFORE_START dates.endsAt',
  ]);
  expect(await refused(app, place, admin, { maxCompanions: 10 })).toEqual(['OUT_OF_RANGE maxCompanions']);
  expect(await refused(app, place, admin, { slots: [{ kind: 'ATTENDANCE' }, { kind: 'ATTENDANCE' }] })).toEqual([
    'TOO_MANY_SLOTS slots',
  ]);
  expect(await refused(app, place, admin, { slots: [{ kind: 'ATTENDANCE', capacity: 0 }] })).toEqual([
    'OUT_OF_RANGE slots.0.capacity',
  ]);
  expect(await refused(app, place, admin, { groupIds: [] })).toEqual(['NO_AUDIENCE groupIds']);
  const startsAt = new Date(Date.now() + 86_400_000).toISOString();
  const nothing = { groupIds: [], title: '', dates: { startsAt, endsAt: startsAt, isAllDay: false } };
  expect(await refused(app, place, admin, nothing)).toEqual([
    'NO_AUDIENCE groupIds',
    'TOO_SHORT title',
    'END_BEFORE_START dates.endsAt',
  ]);
  expect(await refused(app, place, admin, {}, member)).toEqual(['MAY_NOT_PUBLISH groupIds.0']);
});

test('an online address is stored in its normal form, in which it ends no attribute', async ({
  app,
  town: place,
  admin,
}) => {
  const onlineUrl = ' https://x.example/"><script>alert(5)</script>';
  const { it }: Data = await askData(app.port, admin, create, { input: eventInput(place, { onlineUrl }) });
  expect(it.event.onlineUrl).toBe('https://x.example/%22%3E%3Cscript%3Ealert(5)%3C/script%3E');
});

test('a key hands in drafts and publishes nothing', async ({ app, town: place }) => {
  const key = await givenKey(app, place, ['events:read', 'events:write']);
  const draft = eventInput(place, { isDraft: true, externalId: 'verein-7' });
  const { it }: Data = await askData(app.port, key, create, { input: draft });
  expect(it.event.state).toBe('DRAFT');
  const { errors } = await ask(app.port, key, create, { input: eventInput(place) });
  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  const withdraw = `mutation($id: ID!) { it: withdrawEvent(input: { eventId: $id }) { event { state } userErrors { code } } }`;
  const gone: Data = await askData(app.port, key, withdraw, { id: it.event.id });
  expect(gone.it.event.state).toBe('WITHDRAWN');
});

test('a published event changes its texts with the current version only, and its place not at all', async ({
  app,
  town: place,
  admin,
}) => {
  const { id: eventId, version } = await givenEvent(app, place, admin);
  const update = `mutation($input: UpdateEventInput!) { it: updateEvent(input: $input) {
    event { title version html sequence } userErrors { code path } } }`;
  const input = { eventId, version, title: 'Kinderflohmarkt', body: 'Neu', place: 'Marktplatz' };
  const done: Data = await askData(app.port, admin, update, { input });
  expect(done.it).toEqual({
    event: { title: 'Kinderflohmarkt', version: version + 1, html: '<p>Neu</p>\n', sequence: 0 },
    userErrors: [],
  });
  const late: Data = await askData(app.port, admin, update, { input });
  expect(late.it.userErrors).toEqual([{ code: 'CONFLICT', path: ['version'] }]);
  expect(late.it.event.version).toBe(version + 1);
  const moved = { ...input, version: version + 1, place: 'Turnhalle', answersUntil: '2099-01-01T00:00:00Z' };
  const { it }: Data = await askData(app.port, admin, update, { input: moved });
  expect(it.userErrors).toEqual([
    { code: 'DATES_ARE_FIXED', path: ['place'] },
    { code: 'OUT_OF_RANGE', path: ['answersUntil'] },
  ]);
});

test('all faults of a changed draft are named at once', async ({ app, town: place, admin }) => {
  const { id: eventId, version } = await givenEvent(app, place, admin, { isDraft: true });
  const update = `mutation($input: UpdateEventInput!) { it: updateEvent(input: $input) {
    event { version } userErrors { code path } } }`;
  const startsAt = new Date(Date.now() + 7 * 86_400_000).toISOString();
  const endsAt = new Date(Date.now() + 8 * 86_400_000).toISOString();
  const faulty = {
    eventId,
    version,
    title: '',
    body: '',
    groupIds: [],
    dates: { startsAt, endsAt, isAllDay: false },
    answersUntil: endsAt,
    pictures: [{ photoId: toGlobalId('Photo', randomUUID()), alt: '' }],
  };
  const { it }: Data = await askData(app.port, admin, update, { input: faulty });
  expect(it.userErrors.map(({ code, path }: Data) => `${code} ${path.join('.')}`)).toEqual([
    'TOO_SHORT title',
    'NO_AUDIENCE groupIds',
    'OUT_OF_RANGE answersUntil',
    'PICTURE_WITHOUT_ALT pictures.0.alt',
  ]);
  const stored = { ...faulty, title: 'Sommerfest', groupIds: null, dates: null, pictures: null };
  const { it: late }: Data = await askData(app.port, admin, update, { input: stored });
  expect(late.userErrors).toEqual([{ code: 'OUT_OF_RANGE', path: ['answersUntil'] }]);
  const { it: fine }: Data = await askData(app.port, admin, update, {
    input: { ...stored, dates: faulty.dates, answersUntil: startsAt.slice(0, 16) + ':00Z' },
  });
  expect(fine.userErrors).toEqual([]);
});

test('the agenda shows to each what their groups show, in order, with dates under way first, page by page', async ({
  app,
}) => {
  const town = await givenPlace(app);
  const boss = await givenStaff(app, town);
  const choir = await givenGroup(app, town, { name: 'Chor', joinPolicy: 'CLOSED' });
  const singer = await givenMember(app, town, choir);
  const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);
  await storeEvent(app, town, { title: 'Später', startsAt: inHours(48) });
  await storeEvent(app, town, { title: 'Läuft', startsAt: inHours(-24), minutes: 3000 });
  await storeEvent(app, town, { title: 'Vorbei', startsAt: inHours(-24) });
  await storeEvent(app, town, { title: 'Probe', startsAt: inHours(24), groupIds: [choir.groupId] });
  await storeEvent(app, town, { title: 'Abgesagt', startsAt: inHours(72), state: 'CANCELLED', dateState: 'CANCELLED' });
  for (const state of ['DRAFT', 'IN_REVIEW', 'WITHDRAWN'] as const)
    await storeEvent(app, town, { title: state, state });
  expect(await titles(app, town, {})).toEqual(['Läuft', 'Später', 'Abgesagt']);
  expect(await titles(app, town, boss)).toEqual(['Läuft', 'Später', 'Abgesagt']);
  expect(await titles(app, town, singer)).toEqual(['Läuft', 'Probe', 'Später', 'Abgesagt']);
  expect(await titles(app, town, singer, { groupIds: [choir.id] })).toEqual(['Probe']);
  expect(await titles(app, town, stranger, { groupIds: [choir.id] })).toEqual([]);
  expect(await titles(app, town, singer, { to: inHours(30).toISOString() })).toEqual(['Läuft', 'Probe']);
  expect(await titles(app, town, singer, { from: inHours(40).toISOString() })).toEqual(['Später', 'Abgesagt']);
  const paged: string[] = [];
  let after: string | null = null;
  do {
    const { municipality }: Data = await askData(app.port, singer, agenda, { ags: town.ags, first: 1, after });
    paged.push(...municipality.occurrences.edges.map(({ node }: Data) => node.event.title));
    after = municipality.occurrences.pageInfo.hasNextPage ? municipality.occurrences.pageInfo.endCursor : null;
  } while (after !== null);
  expect(paged).toEqual(['Läuft', 'Probe', 'Später', 'Abgesagt']);
  const ofGroup = `query($id: ID!) { node(id: $id) { ... on Group { nextOccurrence { event { title } }
    occurrences { nodes { event { title } } } } } }`;
  const group: Data = await askData(app.port, singer, ofGroup, { id: choir.id });
  expect(group.node.nextOccurrence.event.title).toBe('Probe');
  expect(group.node.occurrences.nodes).toEqual([{ event: { title: 'Probe' } }]);
});

test('a page costs the same number of statements for one date and for many', async ({ app }) => {
  const counts: number[] = [];
  for (const dates of [1, 20]) {
    const town = await givenPlace(app);
    for (let n = 0; n < dates; n++) await storeEvent(app, town, { title: `Termin ${n}` });
    const query = () => askData(app.port, member, agenda, { ags: town.ags, first: 50 });
    await query();
    counts.push((await statementsOf(app, query)).length);
  }
  expect(counts[1]).toBe(counts[0]);
});

test('a preview shows the dates, or what is refused', async ({ app }) => {
  const preview = `query($dates: EventDatesInput!) { it: eventDates(dates: $dates) {
    rule isComplete dates { startsAt } userErrors { code path } } }`;
  const year = new Date().getFullYear() + 1;
  const dates = { startsAt: `${year}-03-01T18:00:00Z`, endsAt: `${year}-03-01T19:00:00Z`, isAllDay: false };
  const daily = { ...dates, recurrence: { frequency: 'DAILY', count: 3 } };
  const { it }: Data = await askData(app.port, member, preview, { dates: daily });
  expect(it).toMatchObject({ rule: 'FREQ=DAILY;COUNT=3', isComplete: true, userErrors: [] });
  expect(it.dates).toHaveLength(3);
  const endless = { ...dates, recurrence: { frequency: 'DAILY' } };
  const bad: Data = await askData(app.port, member, preview, { dates: endless });
  expect(bad.it.userErrors).toEqual([{ code: 'ENDLESS_RULE', path: ['dates', 'recurrence', 'until'] }]);
  const { errors } = await ask(app.port, {}, preview, { dates: daily });
  expect(errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
});

test('the group of another town is refused', async ({ app, town: place, admin }) => {
  const other = await givenPlace(app);
  const id = toGlobalId('Group', other.groupId);
  const { errors } = await ask(app.port, admin, create, {
    input: eventInput(place, { groupIds: [id], idempotencyKey: randomUUID() }),
  });
  expect(errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

const create = `mutation($input: CreateEventInput!) { it: createEvent(input: $input) {
  event { id state title onlineUrl } userErrors { code path } } }`;
const agenda = `query($ags: String!, $first: Int!, $after: PageCursor, $from: DateTime, $to: DateTime, $groupIds: [ID!]) {
  municipality(ags: $ags) { occurrences(first: $first, after: $after, from: $from, to: $to, groupIds: $groupIds) {
    edges { node { id startsAt place slots { id taken } event { title groups { name } nextOccurrence { id } } } }
    pageInfo { hasNextPage endCursor } } } }`;

async function refused(
  app: TestServer,
  place: Place,
  admin: Somebody,
  more: object,
  who: Somebody = admin,
): Promise<string[]> {
  const { it }: Data = await askData(app.port, who, create, { input: eventInput(place, more) });
  return it.userErrors.map(({ code, path }: Data) => `${code} ${path.join('.')}`);
}

async function titles(app: TestServer, town: Place, who: Partial<Somebody>, more: object = {}): Promise<string[]> {
  const { municipality }: Data = await askData(app.port, who, agenda, { ags: town.ags, first: 50, ...more });
  return municipality.occurrences.edges.map(({ node }: Data) => node.event.title);
}
