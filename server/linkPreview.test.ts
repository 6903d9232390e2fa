import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plan from '../schema/firstScreens.json' with { type: 'json' };
import { idOf, toGlobalId } from './kernel/ids.ts';
import { previewOf, robotsText } from './kernel/linkPreview.ts';
import { pageFinder, readFirstAnswers } from './kernel/firstScreen.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from './testing/builders.ts';
import { type Answer, askData, post as postGraphql } from './testing/client.ts';
import { eventInput, storeEvent } from './testing/events.ts';
import { givenAuthor, givenGroup, type GivenGroup, givenMember } from './testing/groups.ts';
import { givenIdea, openIdea } from './testing/ideas.ts';
import { givenIssue } from './testing/issues.ts';
import { givenPhoto } from './testing/photos.ts';
import { givenPoll } from './testing/polls.ts';
import { givenPost, moveStored, storePost } from './testing/posts.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-preview-'));
let app: TestServer;
let unkel: Place;
let linz: Place;
let staff: Somebody;
let citizen: Somebody;
let closed: GivenGroup;

beforeAll(async () => {
  writeFileSync(join(folder, 'index.html'), '<html lang="de"><head><title>Ortsfunk</title></head><body></body></html>');
  writeFileSync(join(folder, 'pages.json'), JSON.stringify(plan.pages.map(({ path }) => path)));
  writeFileSync(join(folder, 'shell.html'), readFileSync(resolve('web/shell.html'), 'utf8'));
  // A server of its own: it delivers built pages.
  app = await startTestServer({}, 'all', [], {}, folder);
  unkel = await givenPlace(app, 'Unkel');
  linz = await givenPlace(app, 'Linz');
  staff = await givenStaff(app, unkel, 'EDITOR');
  citizen = await givenPerson(app, unkel);
  closed = await givenGroup(app, unkel, { name: 'Geheimbund', purpose: 'Geheimes Ziel' });
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly tags: ReadonlyMap<string, string>;
  readonly head: string;
  readonly robots: string | null;
}

/** Head of a page as a program without an account gets it. */
async function open(path: string, headers: Record<string, string> = {}): Promise<Opened> {
  const response = await fetch(`http://127.0.0.1:${app.port}${path}`, { headers: { accept: 'text/html', ...headers } });
  const head = /<head>([^]*?)<\/head>/.exec(await response.text())?.[1] ?? '';
  const tags = [...head.matchAll(/<meta (?:property|name)="([^"]+)" content="([^"]*)"/g)];
  return {
    tags: new Map(tags.map(([, name = '', content = '']) => [name, content])),
    head,
    robots: response.headers.get('x-robots-tag'),
  };
}

const pathOf = (page: string, { id }: { readonly id: string }, place = unkel): string => `/${place.ags}/${page}/${id}`;

test('a published post, an open poll, an idea, a group and a report show title and picture', async () => {
  const category = { text: 'Vor der Bäckerei ist ein tiefes Schlagloch.' };
  const issue = await givenIssue(app, unkel, citizen, category);
  const ideaId = await openIdea(app, unkel, citizen, staff, { title: 'Bänke & <Tische>' });
  const all = [
    [pathOf('posts', await givenPost(app, unkel, staff, { title: 'Kein Wasser' })), 'Kein Wasser'],
    [pathOf('polls', await givenPoll(app, unkel, staff, { title: 'Spielplatz' })), 'Spielplatz'],
    [pathOf('ideas', { id: ideaId }), 'Bänke &amp; &lt;Tische&gt;'],
    [pathOf('groups', await givenGroup(app, unkel, { name: 'Bauhof', joinPolicy: 'OPEN' })), 'Bauhof'],
  ] as const;
  for (const [path, title] of all) {
    const { tags, robots } = await open(path);
    expect([path, tags.get('og:title'), robots]).toEqual([path, title, null]);
    expect(tags.get('og:url')).toBe(`http://127.0.0.1:${app.port}${path}`);
    expect(tags.get('og:site_name')).toBe('Ortsfunk Unkel');
  }
  const { robots, tags } = await open(`/${unkel.ags}/issues/${issue.reference}`);
  expect(robots).toBe('noindex');
  expect(tags.get('og:title')).toBe(plan.texts.de['title.issue']); // not public before the town hall has read it
});

/** Publishes an event with two pictures in this group and moves it to a Saturday in May 2099. */
async function publishEvent(
  who: Somebody,
  groupId: string,
): Promise<{ readonly id: string; readonly photoUrl: string }> {
  const create = `mutation($input: CreateEventInput!) { createEvent(input: $input) {
    event { id cover { large { url } } } userErrors { code path } } }`;
  const input = eventInput(unkel, {
    groupIds: [groupId],
    title: 'Geheimes Maifest',
    pictures: [
      { photoId: await givenPhoto(app, unkel, who), alt: 'Der Maibaum' },
      { photoId: await givenPhoto(app, unkel, who), alt: 'Die Kapelle' },
    ],
  });
  const { event, userErrors } = (await askData(app.port, who, create, { input })).createEvent;
  expect(userErrors).toEqual([]);
  const move = 'update occurrence set starts_at = ?, ends_at = ? where event_id = ?';
  const times = ['2099-05-02T12:00:00Z', '2099-05-02T14:30:00Z'];
  await app.services.em.fork().execute(move, [...times, idOf('Event', event.id)]);
  return { id: event.id, photoUrl: event.cover.large.url };
}

test('an event shows its date in words, its place and its first picture, and that it is cancelled', async () => {
  const { id, photoUrl } = await publishEvent(staff, toGlobalId('Group', unkel.groupId));
  const { tags, robots } = await open(pathOf('events', { id }));
  expect([tags.get('og:title'), robots]).toEqual(['Geheimes Maifest', null]);
  expect(tags.get('og:description')).toBe('Samstag, 2. Mai 2099, 14–16:30 Uhr · Marktplatz');
  const image = tags.get('og:image') ?? '';
  const drawn = await fetch(image);
  expect([drawn.status, drawn.headers.get('content-type')]).toEqual([200, 'image/jpeg']);
  const { data, info } = await sharp(Buffer.from(await drawn.arrayBuffer()))
    .raw()
    .toBuffer({ resolveWithObject: true });
  const at = ((info.height / 2) * info.width + info.width - 100) * info.channels;
  const shown = [...data.subarray(at, at + 3)].map((value) => Math.round(value / 20));
  expect([info.width, info.height, shown]).toEqual([1200, 630, [6, 6, 5]]); // the colour of the photo, not white
  expect((await fetch(`http://127.0.0.1:${app.port}${photoUrl}`)).status).toBe(200);

  const { id: plain } = await storeEvent(app, unkel, { title: 'Flohmarkt', state: 'CANCELLED' });
  const cancelled = (await open(pathOf('events', { id: plain }))).tags;
  expect(cancelled.get('og:description')).toMatch(/^Abgesagt · .+, \d{1,2}\. .+ · Marktplatz$/);
  expect(cancelled.get('og:image')).toContain('.png?');
});

test('previews leak nothing that a visitor without an account may not read', async () => {
  const author = await givenAuthor(app, unkel, closed);
  const groupId = closed.id;
  const withdrawn = await storePost(app, unkel);
  await moveStored(app, withdrawn, 'PUBLISHED', 'Zurückgezogenes Wort');
  await moveStored(app, withdrawn, 'WITHDRAWN');
  const secret = { title: 'Geheimes Wort', description: 'Geheimes Wort' };
  const post = await givenPost(app, unkel, author, {
    groupIds: [groupId],
    title: 'Geheimes Wort',
    body: 'Geheimes Wort',
  });
  const paths = [
    pathOf('posts', withdrawn),
    pathOf('posts', post),
    pathOf('posts', await storePost(app, unkel, [unkel.groupId], 'DRAFT')),
    pathOf('posts', await storePost(app, unkel, [unkel.groupId], 'IN_REVIEW')),
    pathOf('posts', await storePost(app, unkel, [unkel.groupId], 'SCHEDULED')),
    pathOf('polls', await givenPoll(app, unkel, author, { groupId, eligibility: 'MEMBERS', ...secret })),
    pathOf('polls', await givenPoll(app, unkel, staff, { ...secret, isDraft: true })),
    pathOf('polls', await givenPoll(app, linz, await givenStaff(app, linz, 'EDITOR'), secret)),
    pathOf('ideas', {
      id: await givenIdea(app, unkel, citizen, { title: 'Geheimes Wort', text: 'Geheimes Wort '.repeat(5) }),
    }),
    pathOf('events', await storeEvent(app, unkel, { title: 'Geheimes Wort', groupIds: [closed.groupId] })),
    pathOf('events', await storeEvent(app, unkel, { title: 'Geheimes Wort', state: 'DRAFT' })),
    pathOf('events', await storeEvent(app, unkel, { title: 'Geheimes Wort', state: 'IN_REVIEW' })),
    pathOf('events', await storeEvent(app, unkel, { title: 'Geheimes Wort', state: 'WITHDRAWN' })),
    pathOf('events', await storeEvent(app, linz, { title: 'Geheimes Wort' })),
    pathOf('events', { id: (await publishEvent(author, groupId)).id }),
    pathOf('groups', closed),
    `/${unkel.ags}/issues/${(await givenIssue(app, unkel, citizen, { text: 'Geheimes Wort' })).reference}`,
  ];
  const leaks = [];
  for (const path of paths) {
    const { head } = await open(path);
    if (/Geheim|Wort|Nachricht|Marktplatz|jpeg/.test(head)) leaks.push(path);
    const picture = await fetch(`http://127.0.0.1:${app.port}/preview${path}.png`);
    const ofPage = await fetch(`http://127.0.0.1:${app.port}/preview${path}.png`, {
      headers: { cookie: `session=${author.token}` },
    });
    if (Buffer.compare(Buffer.from(await picture.arrayBuffer()), Buffer.from(await ofPage.arrayBuffer())) !== 0)
      leaks.push(`${path}: the picture depends on the visitor`);
  }
  console.log(`previews of ${paths.length} objects that are not public: leaks ${leaks.length}`);
  expect(leaks).toEqual([]);
});

test('control: a preview made from the answers of a member shows the closed group', async () => {
  const member = await givenMember(app, unkel, closed);
  const opened = pageFinder(plan.pages)(pathOf('groups', closed));
  if (opened === undefined) throw new Error('no page');
  const { answers } = await readFirstAnswers(opened, true, async ({ id, variables }) => {
    const body = { variables, extensions: { persistedQuery: { version: 1, sha256Hash: id } } };
    const answer: Answer = JSON.parse(await (await postGraphql(app.port, member, body)).text());
    return answer;
  });
  const all = { ...opened.page, preview: { title: 'Group.group.name' } };
  const first = { opened: { ...opened, page: all }, answers, isMissing: false, locale: 'de', display: {} } as const;
  expect(previewOf({ ...first, isSignedIn: false }, plan)?.title).toBe('Geheimbund');
  expect(previewOf({ ...first, isSignedIn: true }, plan)).toBeUndefined();
});

test('a hidden result and the votes are in no preview', async () => {
  const poll = await givenPoll(app, unkel, staff, { title: 'Rutsche?', resultsVisibility: 'AFTER_CLOSE' });
  const { tags } = await open(pathOf('polls', poll));
  expect([...tags.values()].join(' ')).not.toMatch(/Schaukel|Stimme|%/);
});

test('the picture has the announced size, is drawn again for new words, and is not stored elsewhere', async () => {
  const post = await storePost(app, unkel);
  const load = async (headers: Record<string, string> = {}) => {
    const { tags } = await open(pathOf('posts', post));
    return fetch(tags.get('og:image') ?? '', { headers });
  };
  const first = await load();
  expect([first.status, first.headers.get('cache-control')]).toEqual([200, 'no-cache']);
  const { width, height, format } = await sharp(Buffer.from(await first.arrayBuffer())).metadata();
  expect({ width, height, format }).toEqual({ width: 1200, height: 630, format: 'png' });
  const etag = first.headers.get('etag') ?? '';
  const known = { 'if-none-match': etag, 'cache-control': 'max-age=0' };
  expect((await load(known)).status).toBe(304);
  await moveStored(app, post, 'PUBLISHED', 'Ein neuer Titel');
  expect((await load(known)).status).toBe(200);
});

test.each([
  ['of an unknown town', () => '/preview/99999999.png'],
  ['of a page that programs may not open', () => `/preview/${unkel.ags}/settings.png`],
  ['without a file name', () => `/preview/${unkel.ags}/posts/x`],
  ['of another path', () => '/preview/../../etc/passwd.png'],
])('a picture %s does not exist', async (_name, path) => {
  const response = await fetch(`http://127.0.0.1:${app.port}${path()}`, { headers: { accept: 'image/png' } });
  expect(response.status).toBe(404);
});

test('robots.txt closes a demo; pages for staff and pages with a token in their path are closed everywhere', async () => {
  const text = await (await fetch(`http://127.0.0.1:${app.port}/robots.txt`)).text();
  expect(robotsText(plan, true)).toBe('User-agent: *\nDisallow: /\n');
  const rules = text.split('\n');
  for (const path of [
    '/*/me',
    '/*/board',
    '/*/settings',
    '/*/posts/new',
    '/sign-in/*',
    '/unsubscribe/*',
    '/*/confirm/*',
  ])
    expect(rules).toContain(`Disallow: ${path}`);
  for (const path of ['/', '/*', '/*/posts/*', '/*/polls', '/*/issues/*']) expect(rules).toContain(`Allow: ${path}$`);
  const opened = plan.pages.filter((page) => 'openTo' in page);
  expect(opened.filter(({ path }) => path.includes('token'))).toEqual([]);
});
