import { expect } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { ask, askData, type Data, type Identified, identify } from '../testing/client.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../testing/issues.ts';
import { givenProvenPhoto } from '../testing/photos.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let admin: Somebody;

test.beforeAll(async ({ app }) => {
  place = await givenPlace(app, 'Offenstadt');
  admin = await givenStaff(app, place);
});

let visitors = 0;

test('GeoJSON for everybody: what the public page says, whose it is, and how it may be used', async ({ app }) => {
  const issue = await shown(app, { text: 'Loch vor Nummer 3. Tel. 02224 123456', point: { lat: 50.61, lon: 7.21 } });
  const response = await get(app, data('geojson'));
  expect(response.headers.get('content-type')).toContain('application/geo+json');
  expect(response.headers.get('access-control-allow-origin')).toBe('*');
  expect(response.headers.get('link')).toContain('<https://www.govdata.de/dl-de/by-2-0>; rel="license"');
  expect(response.headers.get('set-cookie')).toBeNull();
  const answer: Data = await response.json();
  expect(answer).toMatchObject({ type: 'FeatureCollection', licence: 'dl-de/by-2.0', attribution: 'Offenstadt' });
  const feature = answer.features.find(({ id }: Data) => id === issue.reference);
  expect(feature.geometry).toEqual({ type: 'Point', coordinates: [7.21, 50.61] });
  expect(Object.keys(feature.properties).sort()).toEqual(
    [
      'reference',
      'title',
      'url',
      'category',
      'kind',
      'status',
      'stage',
      'reportedAt',
      'changedAt',
      'address',
      'text',
      'supporters',
      'photos',
    ].sort(),
  );
  expect(feature.properties).toMatchObject({ status: 'SUBMITTED', text: 'Loch vor Nummer 3. Tel. […]', supporters: 0 });
});

test('photos of a report that everybody may see, each once it is approved, by an address that opens', async ({
  app,
}) => {
  const sent = [await givenProvenPhoto(app, place), await givenProvenPhoto(app, place)];
  const [first = '', second = ''] = sent.flatMap(({ photoIds }) => photoIds);
  const issue = await shown(app, {
    photoIds: [first, second],
    photoProofs: sent.flatMap(({ photoProofs }) => photoProofs),
  });
  const approve = 'mutation($id: ID!) { approvePhoto(input: { photoId: $id }) { userErrors { code } } }';
  const read = async (): Promise<string[]> => {
    const answer: Data = await (await get(app, data('geojson'))).json();
    return answer.features.find(({ id }: Data) => id === issue.reference).properties.photos;
  };
  const line = async (): Promise<string> => {
    const lines = (await (await get(app, data('csv'))).text()).split('\r\n');
    return lines.find((one) => one.startsWith(`"${issue.reference}"`)) ?? '';
  };
  expect(await read()).toEqual([]);
  expect(await line()).toMatch(/,0,"","[^"]+"$/);
  await askData(app.port, admin, approve, { id: second });
  const [url = '', ...others] = await read();
  expect([url.startsWith(`${app.services.publicUrl(place.ags)}/media/`), others]).toEqual([true, []]);
  expect((await fetch(url)).headers.get('content-type')).toBe('image/webp');
  await askData(app.port, admin, approve, { id: first });
  const both = await read();
  expect([both.length, both[1]]).toEqual([2, url]);
  expect(await line()).toContain(`,"${both.join(' ')}",`);
  const hide = 'mutation($id: ID!) { hidePhoto(input: { photoId: $id }) { userErrors { code } } }';
  await askData(app.port, admin, hide, { id: first });
  expect(await read()).toEqual([url]);
});

/** Writes secrets of the town hall into every text field that people can fill, and returns them. */
async function plantSecrets(app: TestServer): Promise<readonly string[]> {
  const email = 'geheim.melder@example.org';
  const hidden = await made(app, { text: 'NURRATHAUS: Hinter dem Haus liegt Sperrmüll.' });
  const complaint = await made(app, {
    kind: 'COMPLAINT',
    categoryId: await givenCategory(app, place, 'COMPLAINT'),
    text: 'BESCHWERDE: Der Beamte war unfreundlich zu mir.',
  });
  const issue = await shown(app, { text: `Schreiben Sie an ${email} oder 0171 2345678.` });
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  const input = { issueId: issue.id, version: 1, to: 'ASSIGNED', reason: 'INTERNGRUND', message: 'Danke.' };
  await askData(app.port, admin, move, { input });
  return [
    email,
    '2345678',
    'NURRATHAUS',
    'BESCHWERDE',
    'INTERNGRUND',
    hidden.reference,
    complaint.reference,
    admin.personId,
    'Bürgerbüro',
  ];
}

test('nothing leaks: not by data, not by the frame, not to staff either; the control finds all of it', async ({
  app,
}) => {
  const secrets = await plantSecrets(app);
  const cookies = identify(admin);
  const bodies = await Promise.all(
    [data('geojson'), data('csv'), embed()].flatMap((path) => [get(app, path), get(app, path, cookies)]),
  );
  for (const response of bodies) {
    expect(response.status).toBe(200);
    const text = `${await response.text()} ${JSON.stringify([...response.headers])}`;
    expect(secrets.filter((secret) => text.includes(secret))).toEqual([]);
  }
  // Control: the same search finds the secrets in what the town hall sees.
  const board = `query($ags: String!) { municipality(ags: $ags) { issues(first: 50) { edges { node { reference text
    reporterEmail desk { name } history { reason actorName } } } } } }`;
  const office = JSON.stringify(await askData(app.port, admin, board, { ags: place.ags }));
  expect(secrets.filter((secret) => !office.includes(secret))).toEqual([admin.personId]);
});

test('pages of every origin may read it, errors too; nothing is permitted to a request with cookies', async ({
  app,
}) => {
  const permission = async (path: string, more: Record<string, string> = {}) =>
    (await get(app, path, more)).headers.get('access-control-allow-origin');
  const paths = [data('geojson'), data('csv'), data('xml'), '/open-data/99999999/issues.csv', `${data('csv')}?after=x`];
  for (const path of paths) {
    expect([path, await permission(path)]).toEqual([path, '*']);
    expect([path, await permission(path, identify(admin))]).toEqual([path, null]);
  }
  const answer = await get(app, data('csv'));
  expect([answer.headers.get('vary'), answer.headers.get('access-control-expose-headers')]).toEqual([
    'Cookie',
    'ETag, Link, Retry-After',
  ]);
  const wanted = { origin: 'https://map.example', 'access-control-request-method': 'GET' };
  const preflight = await fetch(`http://127.0.0.1:${app.port}${data('csv')}`, { method: 'OPTIONS', headers: wanted });
  expect([preflight.status, preflight.headers.get('access-control-allow-headers')]).toEqual([204, 'If-None-Match']);
});

test('CSV opens in a spreadsheet and runs nothing there', async ({ app }) => {
  await shown(app, { text: '=HYPERLINK("https://evil.example";"Klick") und mehr', address: '+49 Platz, "Ecke"' });
  const response = await get(app, data('csv'));
  expect(response.headers.get('content-type')).toContain('text/csv');
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(await response.arrayBuffer());
  expect(text.startsWith('\uFEFFreference,url,category')).toBe(true);
  expect(text).toContain(`"'=HYPERLINK(""https://evil.example"";""Klick"") und mehr"`);
  expect(text).toContain(`"'+49 Platz, ""Ecke"""`);
  expect(text.split('\r\n').filter((line) => /^[=+@-]/.test(line))).toEqual([]);
});

test('the same twice costs a header; an unknown town, file or place in the list is said so; too many are too many', async ({
  app,
}) => {
  const first = await get(app, data('geojson'));
  const tag = first.headers.get('etag') ?? '';
  const again = await get(app, data('geojson'), { 'if-none-match': tag });
  expect([again.status, await again.text()]).toEqual([304, '']);
  await shown(app);
  expect((await get(app, data('geojson'), { 'if-none-match': tag })).status).toBe(200);
  expect((await get(app, '/open-data/99999999/issues.csv')).status).toBe(404);
  expect((await get(app, data('xml'))).status).toBe(404);
  expect((await get(app, `${data('csv')}?after=nonsense`)).status).toBe(400);
  const busy = { 'x-forwarded-for': '198.19.0.1' };
  const many = await Promise.all(Array.from({ length: 62 }, () => get(app, data('csv'), busy)));
  expect(many.map(({ status }) => status).filter((status) => status === 429).length).toBeGreaterThan(0);
});

const set = `mutation($id: ID!, $origins: [String!]!) { setEmbedOrigins(input: { municipalityId: $id, origins: $origins }) {
  origins userErrors { code path } } }`;
const municipalityId = (): string => Buffer.from(`Municipality:${place.municipalityId}`).toString('base64url');
async function allow(app: TestServer, origins: readonly string[], who: Identified = admin): Promise<Data> {
  return (await askData(app.port, who, set, { id: municipalityId(), origins })).setEmbedOrigins;
}
const ancestors = async (app: TestServer): Promise<string> =>
  /frame-ancestors ([^;]+)/.exec((await get(app, embed())).headers.get('content-security-policy') ?? '')?.[1] ?? '';

test('a frame shows it only where the town said so; no script, no cookie', async ({ app }) => {
  const issue = await shown(app, { address: '<script>alert(1)</script> Platz' });
  expect(await ancestors(app)).toBe("'none'");
  expect((await allow(app, ['https://www.offenstadt.de/', 'https://OFFENSTADT.de:8443'])).origins).toEqual([
    'https://offenstadt.de:8443',
    'https://www.offenstadt.de',
  ]);
  expect(await ancestors(app)).toBe('https://offenstadt.de:8443 https://www.offenstadt.de');
  const response = await get(app, embed(), { 'accept-language': 'en' });
  expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(response.headers.get('set-cookie')).toBeNull();
  const html = await response.text();
  expect(html).toContain('Reports in Offenstadt');
  expect(html).toContain(`/${place.ags}/issues/${issue.reference}`);
  expect(html).not.toMatch(/<script/i);
  expect(await (await get(app, embed(), { 'accept-language': 'de' })).text()).toContain('Meldungen in Offenstadt');
});

test('only https origins, named by those who run the town', async ({ app }) => {
  const code = async (...origins: string[]): Promise<string> => (await allow(app, origins)).userErrors[0]?.code;
  expect(await code('http://offenstadt.de')).toBe('NOT_HTTPS');
  for (const wrong of [
    'https://*.de',
    'https://a.de/seite',
    'https://ich@a.de',
    "https://a.de; script-src 'none'",
    'https://a.de https://b.de',
  ])
    expect([wrong, await code(wrong)]).toEqual([wrong, expect.stringMatching(/BAD_ORIGIN|NOT_HTTPS/)]);
  expect(await code(...Array.from({ length: 11 }, (_, n) => `https://a${n}.de`))).toBe('TOO_MANY_ORIGINS');
  const abroad = await givenPlace(app, 'Anderswo');
  for (const who of [await givenStaff(app, place, 'CLERK'), await givenStaff(app, abroad)])
    expect((await ask(app.port, who, set, { id: municipalityId(), origins: [] })).errors?.[0]?.extensions?.code).toBe(
      'FORBIDDEN',
    );
});
/** Fetches from a client address that no other request has used. */
async function get(app: TestServer, path: string, more: Record<string, string> = {}): Promise<Response> {
  const ip = `198.18.${Math.floor(++visitors / 250)}.${(visitors % 250) + 1}`;
  return fetch(`http://127.0.0.1:${app.port}${path}`, { headers: { 'x-forwarded-for': ip, ...more } });
}
const data = (format: string): string => `/open-data/${place.ags}/issues.${format}`;
const embed = (): string => `/embed/${place.ags}/issues`;
const made = async (app: TestServer, more: object = {}): Promise<GivenIssue> =>
  givenIssue(app, place, await givenPerson(app, place), more);
async function show(app: TestServer, { id }: GivenIssue): Promise<void> {
  const set =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  expect((await askData(app.port, admin, set, { id })).setIssueVisibility.userErrors).toEqual([]);
}
async function shown(app: TestServer, more: object = {}): Promise<GivenIssue> {
  const issue = await made(app, more);
  await show(app, issue);
  return issue;
}
