import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import plan from '../schema/firstScreens.json' with { type: 'json' };
import { scriptSafe } from './kernel/firstScreen.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from './testing/builders.ts';
import { type Answer, type Identified, post } from './testing/client.ts';
import { storeEvent } from './testing/events.ts';
import { givenPoll, type GivenPoll } from './testing/polls.ts';
import { startTestServer, type TestServer } from './testing/server.ts';

/** Title that would end the script element with the data and begin a comment in it. */
const hostile = '</script><script>window.ran=1</script><!--<img src=x onerror=alert(1)>"&';

const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-first-'));
let app: TestServer;
let unkel: Place;
let linz: Place;
let citizen: Somebody;
let poll: GivenPoll;

beforeAll(async () => {
  writeFileSync(
    join(folder, 'index.html'),
    `<html lang="de"><head><style>a{}</style></head><body><div id="shell"><!--shell--></div><!--first-answers--></body></html>`,
  );
  writeFileSync(join(folder, 'pages.json'), JSON.stringify(plan.pages.map(({ path }) => path)));
  writeFileSync(join(folder, 'shell.html'), readFileSync(resolve('web/shell.html'), 'utf8'));
  // A server of its own: it delivers built pages.
  app = await startTestServer({}, 'all', [], {}, folder);
  unkel = await givenPlace(app, 'Unkel');
  linz = await givenPlace(app, 'Linz');
  citizen = await givenPerson(app, unkel);
  poll = await givenPoll(app, unkel, await givenStaff(app, unkel, 'EDITOR'), { title: hostile });
});
afterAll(async () => {
  await app.stop();
  rmSync(folder, { recursive: true });
});

interface Opened {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
  readonly answers: readonly {
    readonly id: string;
    readonly variables: Record<string, unknown>;
    readonly answer: Answer;
  }[];
}

async function open(path: string, { token }: Identified = {}, headers: Record<string, string> = {}): Promise<Opened> {
  const cookie = token === undefined ? {} : { cookie: `session=${token}` };
  const response = await fetch(`http://127.0.0.1:${app.port}${path}`, {
    headers: { accept: 'text/html', ...cookie, ...headers },
  });
  const html = await response.text();
  return { status: response.status, headers: response.headers, html, answers: answersIn(html) };
}

/** The answers as a browser reads them: the text of the element up to the first end tag. */
function answersIn(html: string): Opened['answers'] {
  const text = /<script type="application\/json" id="first-answers">([^]*?)<\/script/i.exec(html)?.[1];
  return text === undefined ? [] : JSON.parse(text);
}

const pollPath = (place: Place, { id }: GivenPoll): string => `/${place.ags}/polls/${id}`;
const homePath = (place: Place): string => `/${place.ags}`;

test.each([
  ['the home page, signed out', () => homePath(unkel), () => ({})],
  ['the home page, signed in', () => homePath(unkel), () => citizen],
  ['a poll, signed out', () => pollPath(unkel, poll), () => ({})],
  ['a poll, signed in', () => pollPath(unkel, poll), () => citizen],
  ['the choice of a town', () => '/', () => ({})],
])('%s: the page contains what the API answers this visitor', async (_name, path, visitor) => {
  const { answers, status } = await open(path(), visitor());
  expect(status).toBe(200);
  expect(answers.length).toBeGreaterThan(0);
  for (const { id, variables, answer } of answers) {
    const body = { variables, extensions: { persistedQuery: { version: 1, sha256Hash: id } } };
    const response = await post(app.port, visitor(), body);
    expect(withoutCursors(answer)).toEqual(withoutCursors(await response.json()));
  }
});

/** Cursors are encrypted with a random part, so equal ones differ. */
function withoutCursors(answer: unknown): unknown {
  const isCursor = (name: string): boolean => name === 'cursor' || name === 'endCursor';
  return JSON.parse(JSON.stringify(answer, (name, value: unknown) => (isCursor(name) ? null : value)));
}

test('the shell of the home page names an event of today in the row of today', async () => {
  await storeEvent(app, linz, { title: 'Hofkonzert & Tanz', startsAt: new Date(), minutes: 60 });
  const { html } = await open(homePath(linz));
  const row = html.split(`${plan.texts.de['home.today']}\n</h2>`)[1]?.split('</section>')[0] ?? '';
  const titles = [...row.matchAll(/<b [^>]*>([^<]*)<\/b>/g)].map(([, title]) => title);
  expect(titles).toEqual(['Hofkonzert &amp; Tanz']);
});

test('all queries of the plan are answered', async () => {
  const ofHome = plan.pages.find(({ name }) => name === 'home')?.reads ?? [];
  const count = async (who: Identified): Promise<number> => (await open(homePath(unkel), who)).answers.length;
  expect(await count(citizen)).toBe(ofHome.length);
  expect(await count({})).toBe(ofHome.filter(({ ifSignedIn }) => !ifSignedIn).length);
});

test('a signed-in visitor’s page is stored nowhere', async () => {
  expect((await open(homePath(unkel), citizen)).headers.get('cache-control')).toBe('no-store');
  const { headers } = await open(homePath(unkel));
  expect(headers.get('cache-control')).toBe('no-cache');
  expect(headers.get('vary')).toMatch(/Cookie.*Accept-Language/);
});

test('a session that is not valid gets the page of a visitor without an account', async () => {
  const { answers, status } = await open(homePath(unkel), { token: 'x'.repeat(43) });
  expect(status).toBe(200);
  expect(JSON.stringify(answers)).toContain('"viewer":null');
});

test('hostile text neither leaves the script element nor becomes an element of the shell', async () => {
  const { html, answers } = await open(pollPath(unkel, poll));
  expect(JSON.stringify(answers)).toContain(JSON.stringify(hostile).slice(1, 40));
  expect(html).not.toContain('<script>window');
  expect(html).not.toContain('<img src=x');
  expect(html).not.toContain('<!--<');
  expect(html).toContain('&lt;/script&gt;&lt;script&gt;window.ran=1');
  expect([...html.matchAll(/<script/gi)]).toHaveLength(1);
});

test('control: without the escape sequences the same text ends the script element', () => {
  const text = `${hostile}\u2028\u2029`;
  const json = JSON.stringify([text]);
  const inPage = (content: string): string => /<script>([^]*?)<\/script/.exec(`<script>${content}</script>`)?.[1] ?? '';
  expect(JSON.parse(inPage(scriptSafe(json)))).toEqual([text]);
  expect(() => JSON.parse(inPage(json)) as unknown).toThrow(SyntaxError);
  expect(scriptSafe(json)).not.toMatch(/[<\u2028\u2029]/);
});

test('an unknown town is 404 and contains nothing', async () => {
  for (const path of ['/99999999', '/99999999/polls', `/99999999/polls/${poll.id}`]) {
    const { status, html } = await open(path);
    expect([path, status]).toEqual([path, 404]);
    expect(html).not.toContain('Unkel');
  }
});

test('a page contains data of its own town only', async () => {
  for (const path of [homePath(linz), `/${linz.ags}/map`, `/${linz.ags}/polls`, pollPath(linz, poll)]) {
    const { status, html } = await open(path, citizen);
    expect([path, status]).toEqual([path, 200]);
    expect(html).toContain('Linz');
    expect(html).not.toContain('window.ran');
    expect(html).not.toContain(unkel.ags);
  }
});

test('the page without data, which service workers keep, knows neither town nor visitor', async () => {
  const { status, html, answers } = await open('/bare-page', citizen);
  expect(status).toBe(200);
  expect(answers).toEqual([]);
  expect(html).toContain('<!--shell-->');
});

test('a refused query leaves the page without data', async () => {
  const { status, answers } = await open(`/${unkel.ags}/polls/nothing`);
  expect(status).toBe(200);
  expect(answers.length).toBeGreaterThan(0);
  expect(JSON.stringify(answers)).not.toContain('"poll"');
});

test('the shell speaks the language of the visitor and has the chosen appearance', async () => {
  const english = await open(homePath(unkel), {}, { 'accept-language': 'en-GB,de;q=0.5' });
  expect(english.html).toMatch(/<html lang="en">/);
  expect(english.html).toContain(plan.texts.en['nav.home']);
  const chosen = await open(homePath(unkel), {}, { cookie: 'locale=de-x-leicht; display=dark.130.system."><b>' });
  expect(chosen.html).toContain('<html lang="de" data-kern-theme="dark" data-text="130">');
});

test('inline styles of a page are named by their hash, inline scripts are not allowed', async () => {
  const { headers, html } = await open(homePath(unkel));
  const policy = headers.get('content-security-policy') ?? '';
  const styles = [...html.matchAll(/<style>([^]*?)<\/style>/g)].map(([, style = '']) => style);
  expect(styles).toHaveLength(2);
  for (const style of styles)
    expect(policy).toContain(`'sha256-${createHash('sha256').update(style).digest('base64')}'`);
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('unsafe');
});

test('a compressed page is the same page', async () => {
  const plain = await open('/bare-page', {}, { 'accept-encoding': 'identity' });
  for (const encoding of ['br', 'gzip']) {
    const { html, headers } = await open(`/${linz.ags}`, {}, { 'accept-encoding': encoding });
    expect(headers.get('content-encoding')).toBe(encoding);
    expect(html.slice(0, 6)).toBe(plain.html.slice(0, 6));
  }
});
