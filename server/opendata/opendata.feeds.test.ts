import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseAtomFeed, parseJsonFeed } from 'feedsmith';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import plan from '../../schema/firstScreens.json' with { type: 'json' };
import { toGlobalId } from '../kernel/ids.ts';
import { decide, sendDrill, sendWarning } from '../testing/alerts.ts';
import { givenPlace, givenRole, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenAuthor, givenGroup, type GivenGroup } from '../testing/groups.ts';
import { givenPoll } from '../testing/polls.ts';
import { givenPost } from '../testing/posts.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-feeds-'));
let app: TestServer;
let place: Place;
let admin: Somebody;
let open: GivenGroup;
let closed: GivenGroup;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<html lang="de"><head><title>Ortsfunk</title></head><body></body></html>');
  writeFileSync(join(folder, 'pages.json'), JSON.stringify(plan.pages.map(({ path }) => path)));
  writeFileSync(join(folder, 'shell.html'), readFileSync(resolve('web/shell.html'), 'utf8'));
  // A server of its own: it delivers built pages.
  app = await startTestServer({}, 'all', [], {}, folder);
});
beforeEach(async () => {
  place = await givenPlace(app, 'Offenstadt');
  admin = await givenStaff(app, place);
  await givenRole(app, place, admin, 'WARNER');
  open = await givenGroup(app, place, { name: 'Turnverein', joinPolicy: 'OPEN' });
  closed = await givenGroup(app, place, { name: 'Kita Löwenzahn' });
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

const get = (path: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`http://127.0.0.1:${app.port}${path}`, { headers });
const textOf = async (path: string): Promise<string> => {
  const response = await get(path);
  expect([path, response.status]).toEqual([path, 200]);
  return response.text();
};
const feed = (name: string): string => `/feeds/${place.ags}/${name}`;
const ofGroup = ({ id }: GivenGroup): string => feed(`groups/${id}`);
/** Titles of a feed, read by a feed reader as Atom and as JSON; both say the same. */
async function titlesOf(path: string): Promise<(string | undefined)[]> {
  const atom = parseAtomFeed(await textOf(`${path}.atom`));
  const json = parseJsonFeed(await textOf(`${path}.json`));
  const entries = atom.entries?.map(({ id, title, links, updated }) => [
    id,
    title?.value ?? title,
    links?.[0]?.href,
    updated,
  ]);
  const items = json.items?.map(({ id, title, url, date_modified }) => [id, title, url, date_modified]);
  expect(items ?? []).toEqual(entries ?? []);
  return json.items?.map(({ title }) => title) ?? [];
}

test('posts and polls of the town and of an open group, as feed readers read them', async () => {
  expect(await titlesOf(feed('town'))).toEqual([]);
  await givenPost(app, place, admin, { title: 'Markt am <Samstag> & mehr', body: 'Um **8 Uhr** geht es los.' });
  await givenPoll(app, place, admin, { title: 'Neuer Spielplatz?', description: 'Was wünschen Sie sich?' });
  const author = await givenAuthor(app, place, open);
  await givenPost(app, place, author, { title: 'Training fällt aus', groupIds: [open.id] });
  expect(await titlesOf(feed('town'))).toEqual(['Abstimmung: Neuer Spielplatz?', 'Markt am <Samstag> & mehr']);
  expect(await titlesOf(ofGroup(open))).toEqual(['Training fällt aus']);
  const json = parseJsonFeed(await textOf(feed('town.json')));
  expect(json).toMatchObject({
    title: 'Offenstadt',
    feed_url: expect.stringContaining(feed('town.json')),
    language: 'de',
  });
  expect(json.items?.[1]?.content_html).toContain('<strong>8 Uhr</strong>');
  expect(json.items?.[0]?.summary).toContain('Was wünschen Sie sich?\n\nAbstimmen bis');
  const atom = parseAtomFeed(await textOf(feed('town.atom')));
  expect(JSON.stringify(atom.entries?.[1])).toContain('<strong>8 Uhr</strong>');
});

test('the same twice costs a header; a withdrawn post vanishes', async () => {
  const { id } = await givenPost(app, place, admin, { title: 'Ein Irrtum' });
  for (const format of ['atom', 'json']) {
    const first = await get(feed(`town.${format}`));
    const tag = first.headers.get('etag') ?? '';
    const again = await get(feed(`town.${format}`), { 'if-none-match': tag });
    expect([again.status, await again.text(), await first.text()]).toEqual([
      304,
      '',
      expect.stringContaining('Ein Irrtum'),
    ]);
  }
  const tag = (await get(feed('town.atom'))).headers.get('etag') ?? '';
  const withdraw = 'mutation($id: ID!) { withdrawPost(input: { postId: $id }) { userErrors { code } } }';
  await askData(app.port, admin, withdraw, { id });
  const after = await get(feed('town.atom'), { 'if-none-match': tag });
  expect([after.status, (await after.text()).includes('Ein Irrtum')]).toEqual([200, false]);
  expect(await titlesOf(feed('town'))).not.toContain('Ein Irrtum');
});

test('real warnings and disruptions, no drills', async () => {
  expect(await titlesOf(feed('alerts'))).toEqual([]);
  await sendWarning(app, place, admin, { severity: 'MODERATE' });
  await sendDrill(app, place, admin, {
    slots: [
      { name: 'PLACE', value: 'Übungsdorf' },
      { name: 'TIME', value: '9' },
      { name: 'PHONE', value: '110' },
    ],
  });
  expect(await titlesOf(feed('alerts'))).toEqual(['Hochwasser in Altstadt']);
  const json = parseJsonFeed(await textOf(feed('alerts.json')));
  expect(json.items?.[0]?.content_text).toContain('1. Gehen Sie nicht in Keller');
  expect(json.items?.[0]?.content_text).toContain('Ersetzt nicht 112, NINA und Sirenen.');
});

/** Words that no feed may contain. */
const secrets = ['Geheimnis der Kita', 'Nur ein Entwurf', 'Geplant für morgen', 'Wartende Warnung', '4711'];
const leaksIn = (texts: readonly string[]): string[] =>
  secrets.filter((one) => texts.some((text) => text.includes(one)));

test('closed groups, drafts, planned posts, waiting warnings and hidden results never appear; the control finds them', async () => {
  const author = await givenAuthor(app, place, closed);
  await givenPost(app, place, author, { title: 'Geheimnis der Kita', groupIds: [closed.id] });
  await givenPost(app, place, admin, { title: 'Nur ein Entwurf', isDraft: true });
  const publishAt = new Date(Date.now() + 86_400_000).toISOString();
  await givenPost(app, place, admin, { title: 'Geplant für morgen', publishAt });
  await sendWarning(app, place, admin, {
    area: 'Wartende Warnung',
    texts: [{ locale: 'de', headline: 'Wartende Warnung', description: 'Wartende Warnung', instructions: [] }],
  });
  const poll = await givenPoll(app, place, admin, { title: 'Geheime Wahl', resultsVisibility: 'AFTER_CLOSE' });
  const em = app.services.em.fork();
  await em.execute('update poll set turnout = 4711 where title = ?', ['Geheime Wahl']);
  expect(poll.options).toHaveLength(3);
  const paths = [feed('town'), feed('alerts'), ofGroup(open)].flatMap((path) => [`${path}.atom`, `${path}.json`]);
  const texts = await Promise.all(paths.map(textOf));
  expect(leaksIn(texts)).toEqual([]);
  expect(texts.join('')).toContain('Geheime Wahl');
  for (const path of [`${ofGroup(closed)}.atom`, `${ofGroup(closed)}.json`]) expect((await get(path)).status).toBe(404);
  // The control: what an author and an admin read has all of it.
  const everything = await em.execute(
    `select title from post union all select turnout::text from poll union all select content::text from alert`,
  );
  expect(leaksIn([JSON.stringify(everything)])).toEqual(secrets);
  await em.execute(`insert into post_groups (post_id, group_id) select id, ? from post where title = ?`, [
    open.groupId,
    'Geheimnis der Kita',
  ]);
  await em.execute(
    `insert into feed_entry select (json_populate_record(f, json_build_object('id', gen_random_uuid(), 'group_id', ?::uuid))).*
      from feed_entry f join post p on p.id = f.subject_id where p.title = ?`,
    [open.groupId, 'Geheimnis der Kita'],
  );
  expect(leaksIn([await textOf(`${ofGroup(open)}.atom`)])).toEqual(['Geheimnis der Kita']);
});

test('unknown towns, groups, files and groups on request are 404', async () => {
  const onRequest = await givenGroup(app, place, { name: 'Kegelclub', joinPolicy: 'ON_REQUEST' });
  const elsewhere = await givenPlace(app, 'Anderswo');
  const paths = [
    '/feeds/99999999/town.atom',
    feed('town.rss'),
    feed('nothing.atom'),
    feed('groups/abc.atom'),
    `${ofGroup(onRequest)}.atom`,
    `/feeds/${elsewhere.ags}/groups/${open.id}.atom`,
    feed(`groups/${toGlobalId('Post', open.groupId)}.atom`),
  ];
  for (const path of paths) expect([path, (await get(path)).status]).toEqual([path, 404]);
});

test("the town's pages name its feeds", async () => {
  const html = await textOf(`/${place.ags}`);
  const links = [...html.matchAll(/<link rel="alternate" type="([^"]+)" href="([^"]+)" title="([^"]+)" \/>/g)];
  expect(links.map(([, type, href]) => [type, href])).toEqual([
    ['application/atom+xml', feed('town.atom')],
    ['application/feed+json', feed('town.json')],
    ['application/atom+xml', feed('alerts.atom')],
    ['application/feed+json', feed('alerts.json')],
    ['application/atom+xml', `/cap/${place.ags}.atom`],
  ]);
  for (const [, , href = ''] of links) expect((await get(href)).status).toBe(200);
});

test('an ended warning stays as its all-clear', async () => {
  const { incident } = await sendWarning(app, place, admin, { severity: 'MINOR' });
  await decide(app, admin, 'endIncident', 'EndIncidentInput', {
    incidentId: incident.id,
    isFalseAlarm: false,
    slots: [{ name: 'PLACE', value: 'Altstadt' }],
    idempotencyKey: randomUUID(),
  });
  expect((await titlesOf(feed('alerts')))[0]).toBe('Entwarnung: Hochwasser in Altstadt ist vorbei');
});
