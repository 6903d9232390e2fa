import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Attendance } from '../../calendar/calendar.slot.entity.ts';
import { Group } from '../../group/group.entity.ts';
import { holidaysOf } from '../../hours/hours.rules.ts';
import { Person, Session } from '../../identity/identity.entity.ts';
import { Issue } from '../../issue/issue.entity.ts';
import { IssuePhoto } from '../../issue/photo/issue.photo.entity.ts';
import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import { localDay } from '../../kernel/localTime.ts';
import { hashToken, newToken } from '../../kernel/secrets.ts';
import { Delivery } from '../../notification/notification.entity.ts';
import { askData, type Data, type Identified } from '../../testing/client.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';
import { bringToLife, seedTowns } from './seed.ts';

/** Town with the generic story; Unkel's story is seeded whenever the product starts for the suite in Chromium. */
const ags = '05382008';
let app: TestServer;
let town: Data;

beforeAll(async () => {
  // A server of its own: the seed fills an empty installation.
  app = await startTestServer();
  await seedTowns(forkContext(app.services, system));
  await bringToLife(app.services, ags, () => undefined);
  town = (await askData(app.port, {}, townQuery, { ags })).municipality;
}, 60_000);
afterAll(() => app.stop());

const feed = `feed(first: 50) { edges { node { because { name } subject {
  ... on Post { title html lastChange { change } poll { title } } ... on Poll { title } ... on Issue { text } } } } }`;
const townQuery = `query($ags: String!) { municipality(ags: $ags) {
  name groups(first: 20) { edges { node { name memberCount } } } viewerGroups { name joinPolicy } ${feed}
  posts(state: SCHEDULED, first: 9) { edges { node { title } } } } }`;

async function signIn(name: string): Promise<Identified> {
  const em = app.services.em.fork();
  const token = newToken();
  const person = await em.findOneOrFail(Person, { email: `${name}.${ags}@demo.example` });
  const session = { id: randomUUID(), tokenHash: hashToken(token), person, expiresAt: new Date(Date.now() + 60_000) };
  await em.persist(em.create(Session, { ...session, method: 'PASSKEY' }, { partial: true })).flush();
  return { token };
}

const titlesIn = ({ feed: { edges } }: Data): string[] =>
  edges.map(({ node }: Data) => String(node.subject.title ?? node.subject.text));

test('whoever comes without an account finds groups and news, and nothing of those behind a door', () => {
  expect(town.groups.edges[0].node.name).toBe(town.name);
  expect(town.groups.edges.length).toBeGreaterThanOrEqual(10);
  for (const { node } of town.groups.edges) expect(node.memberCount).toBeGreaterThan(0);
  expect(titlesIn(town).length).toBeGreaterThan(5);
  const told = JSON.stringify(town);
  for (const hidden of ['Ausschuss Bauen', 'Ortstermin', 'Elternabend', 'Kein Wasser'])
    expect(told).not.toContain(hidden);
  expect(town.posts.edges).toEqual([]);
});

test('the first citizen sees why: several groups, one of them on request, a change, a poll inside a post', async () => {
  const { municipality: mine } = await askData(app.port, await signIn('citizen'), townQuery, { ags });
  expect(mine.viewerGroups.map(({ joinPolicy }: Data) => joinPolicy)).toContain('ON_REQUEST');
  const entries = mine.feed.edges.map(({ node }: Data) => node);
  const because = new Set(entries.flatMap((node: Data) => node.because.map(({ name }: Data) => name)));
  expect(because.size).toBeGreaterThanOrEqual(5);
  expect(entries.some(({ subject }: Data) => subject.lastChange != null)).toBe(true);
  expect(entries.some(({ subject }: Data) => subject.poll != null)).toBe(true);
  for (const { subject } of entries) {
    if (subject.html !== undefined) expect(subject.html).toMatch(/Vorführung, keine Mitteilung/);
  }
  expect(JSON.stringify(mine)).not.toContain('Ausschuss Bauen');
});

test('the inbox of the first citizen is opened but for the last day, and no mail is on its way', async () => {
  const citizen = await signIn('citizen');
  const { viewer } = await askData(
    app.port,
    citizen,
    '{ viewer { unreadCount inbox(first: 50) { edges { node { kind readAt } } } } }',
  );
  expect(viewer.unreadCount).toBeGreaterThan(0);
  expect(viewer.unreadCount).toBeLessThan(8);
  const kinds = new Set(viewer.inbox.edges.map(({ node }: Data) => node.kind));
  for (const kind of ['POST_PUBLISHED', 'POST_REVISED', 'ISSUE_MOVED']) expect(kinds).toContain(kind);
  expect(viewer.inbox.edges.length).toBeGreaterThan(viewer.unreadCount);
  expect(await app.services.em.fork().count(Delivery, { state: ['PENDING', 'HELD', 'SENDING'] })).toBe(0);
});

test('an event takes place today, whatever the day, and one date was moved', async () => {
  const now = new Date();
  const read = `query($ags: String!, $from: DateTime!, $to: DateTime!) { municipality(ags: $ags) {
    today: occurrences(from: $from, to: $to) { nodes { state event { title variants { locale } } } }
    all: occurrences(first: 100) { nodes { state event { title } slots { title capacity taken } } } } }`;
  const span = { from: now.toISOString(), to: new Date(now.getTime() + 1).toISOString() };
  const { municipality } = await askData(app.port, {}, read, { ags, ...span });
  expect(municipality.today.nodes).toContainEqual({
    state: 'PLANNED',
    event: {
      title: 'Ausstellung: Unsere Stadt in alten Bildern',
      variants: [{ locale: 'en' }, { locale: 'de-x-leicht' }],
    },
  });
  expect(municipality.all.nodes.filter(({ state }: Data) => state === 'CHANGED')).toHaveLength(1);
  const titles = municipality.all.nodes.map(({ event }: Data) => event.title);
  expect(titles).toEqual(expect.arrayContaining(['Wochenmarkt', 'Sitzung des Stadtrats']));
  expect(titles).not.toContain('Elternabend'); // of a group that parents ask to join
  const shifts = municipality.all.nodes.flatMap(({ slots }: Data) => slots);
  expect(shifts).toContainEqual({ title: 'Schaufeln und füllen', capacity: 3, taken: 3 });
  expect(await app.services.em.fork().count(Attendance, { waitingSince: { $ne: null } })).toBe(1);
  const parents = `query($ags: String!) { municipality(ags: $ags) { occurrences(first: 100) { nodes { event { title } } } } }`;
  const { municipality: mine } = await askData(app.port, await signIn('citizen'), parents, { ags });
  expect(mine.occurrences.nodes).toContainEqual({ event: { title: 'Elternabend' } });
});

test('the market pauses on public holidays, such as each Good Friday', async () => {
  const read = `query($ags: String!) { municipality(ags: $ags) {
    occurrences(first: 100) { nodes { state startsAt cancelReason event { title } } } } }`;
  const { municipality } = await askData(app.port, {}, read, { ags });
  const markets = municipality.occurrences.nodes.filter(({ event }: Data) => event.title === 'Wochenmarkt');
  const isHoliday = ({ startsAt }: Data): boolean => {
    const { date } = localDay(new Date(startsAt), 'Europe/Berlin');
    return holidaysOf(ags.slice(0, 2), Number(date.slice(0, 4))).some((holiday) => holiday.date === date);
  };
  const cancelled = markets.filter(({ state }: Data) => state === 'CANCELLED');
  expect(cancelled).toEqual(markets.filter(isHoliday));
  expect(cancelled.map(({ cancelReason }: Data) => cancelReason)).toContain('Karfreitag: Der Markt fällt aus.');
});

test('a secret poll waits for the first citizen, with ballots in its box', async () => {
  const read = `query($ags: String!) { municipality(ags: $ags) { polls(state: OPEN, first: 20) { edges { node {
    secrecy eligibleCount results { ... on HiddenResults { turnout } }
    booth { viewerHasBallot viewerCanTakeBallot { allowed } } } } } } }`;
  const { municipality } = await askData(app.port, await signIn('citizen'), read, { ags });
  const secret = municipality.polls.edges
    .map(({ node }: Data) => node)
    .filter((node: Data) => node.secrecy === 'SECRET');
  expect(secret).toHaveLength(1);
  expect(secret[0].booth).toEqual({ viewerHasBallot: false, viewerCanTakeBallot: { allowed: true } });
  expect(secret[0].eligibleCount).toBeGreaterThan(secret[0].results.turnout);
  expect(secret[0].results.turnout).toBeGreaterThanOrEqual(40);
});

test('reports have photos; everybody sees those of the reports that are shown', async () => {
  const em = app.services.em.fork();
  const links = await em.find(IssuePhoto, {}, { populate: ['issue', 'photo'] });
  expect(links.length).toBeGreaterThanOrEqual(5);
  for (const { issue, photo, isApproved } of links) {
    expect(isApproved).toBe(issue.getEntity().isPublic);
    expect(photo.getEntity().alt).toMatch(/\S/);
  }
  expect(links.filter(({ isApproved }) => isApproved)).not.toEqual([]);
});

test('a club writes without being staff, and the town hall has people to answer', async () => {
  const { municipality: ofClub } = await askData(app.port, await signIn('vereine'), townQuery, { ags });
  expect(ofClub.viewerGroups).toMatchObject([{ name: 'Vereine und Kultur' }]);
  const { municipality: ofStaff } = await askData(app.port, await signIn('redaktion'), townQuery, { ags });
  expect(JSON.stringify(ofStaff.posts)).toContain('Kein Wasser');
  const group = await app.services.em.fork().findOneOrFail(Group, { joinPolicy: 'ON_REQUEST' });
  const requests = `query($id: ID!) { group(id: $id) { requests { note } } }`;
  const asked = await askData(app.port, await signIn('verwaltung'), requests, { id: toGlobalId('Group', group.id) });
  expect(asked.group.requests).toHaveLength(1);
});

test('the news of the demo have delivery reports with mails that failed, and nothing of them waits', async () => {
  const query = `query($ags: String!) { municipality(ags: $ags) { deliveries(first: 9) { nodes { kind progress {
    startedAt changedAt people reached failed waiting channels { channel sent failed troubles { reason } } } } } } }`;
  const { deliveries } = (await askData(app.port, await signIn('verwaltung'), query, { ags })).municipality;
  const withMail = deliveries.nodes.filter(({ progress }: Data) => progress.reached > 0);
  expect(withMail.length).toBeGreaterThan(0);
  for (const { progress } of deliveries.nodes) expect(progress.waiting).toBe(0);
  const [{ progress }] = withMail;
  expect(progress.failed).toBeGreaterThan(0);
  expect(progress.people).toBeGreaterThan(progress.reached + progress.failed);
  const email = progress.channels.find(({ channel }: Data) => channel === 'EMAIL');
  expect(email.troubles.map(({ reason }: Data) => reason).sort()).toEqual(['ADDRESS_UNKNOWN', 'MAILBOX_FULL']);
  expect(Date.parse(progress.changedAt) - Date.parse(progress.startedAt)).toBeLessThan(600_000);
});

test('the public report of an erased person stays without its reporter', async () => {
  const em = app.services.em.fork();
  const report = await em.findOneOrFail(Issue, { text: { $like: 'Die neue Rampe am Rathaus%' } });
  expect(report).toMatchObject({ isPublic: true, status: 'RESOLVED', reporter: null });
  expect(await em.count(Person, { email: { $like: 'ehemals.%' } })).toBe(0);
});
