import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Issue } from '../issue/issue.entity.ts';
import { IssuePhoto } from '../issue/photo/issue.photo.entity.ts';
import { idOf } from '../kernel/ids.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData } from '../testing/client.ts';
import { givenCategory } from '../testing/issues.ts';
import { type GivenKey, givenKey } from '../testing/keys.ts';
import { getOpen311, postOpen311 } from '../testing/open311.ts';
import { type Outside, startOutside } from '../testing/outside.ts';
import { makePicture } from '../testing/photos.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';
import { open311Rates } from './open311.access.service.ts';

let app: TestServer;
let outside: Outside;
let place: Place;
let clerk: Somebody;
let given: GivenKey;
let code: string;

beforeAll(async () => {
  outside = await startOutside({
    '/hole.jpg': await makePicture('jpeg'),
    '/hole.png': await makePicture('png'),
    '/drawing.svg': Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'),
    '/large.jpg': Buffer.alloc(11 * 1024 * 1024),
    '/away.jpg': (_request, response) => response.writeHead(302, { location: '/hole.jpg' }).end(),
    '/broken.jpg': (_request, response) => response.writeHead(500).end(),
  });
  // A server of its own: it fetches photos from a server of its own.
  app = await startTestServer({ outsideHosts: [outside.host], trustProxy: 1 });
  place = await givenPlace(app);
  clerk = await givenStaff(app, place);
  given = await givenKey(app, place, ['issues:read', 'issues:write']);
  code = idOf('IssueCategory', await givenCategory(app, place));
});
afterAll(async () => {
  await app.stop();
  outside.stop();
});

const form = (more: Record<string, string> = {}): Record<string, string> => ({
  api_key: given.key,
  jurisdiction_id: place.ags,
  service_code: code,
  lat: '50.6',
  long: '7.2',
  description: 'Vor der Bäckerei ist ein Loch.',
  ...more,
});
const find = (reference: string) =>
  app.services.em.fork().findOneOrFail(Issue, { municipality: place.municipalityId, reference });
const count = () => app.services.em.fork().count(Issue, { municipality: place.municipalityId });

test('a report arrives on the board with its picture; who sent it is stored nowhere', async () => {
  const people = {
    email: 'erika.muster@example.org',
    first_name: 'Erika',
    last_name: 'Mustermann',
    phone: '02224-123456',
    device_id: 'device-4711',
    account_id: 'account-4711',
  };
  const sent = form({ ...people, address_string: 'Linzer Straße 16', media_url: `http://${outside.host}/hole.jpg` });
  for (const format of ['json', 'xml'] as const) {
    const { status, body } = await postOpen311(app, sent, { format });
    expect([format, status, body[0].account_id]).toEqual([format, 201, '']);
    expect(body[0].service_notice).toMatch(/nicht gespeichert/);
    const issue = await find(body[0].service_request_id);
    expect(issue).toMatchObject({ status: 'SUBMITTED', address: 'Linzer Straße 16', reporterEmail: null });
    expect(issue.reporter ?? null).toBeNull();
    const links = await app.services.em.fork().find(IssuePhoto, { issue: issue.id });
    expect(links.map(({ isApproved, stage }) => [isApproved, stage])).toEqual([[false, 'BEFORE']]);
  }
  const em = app.services.em.fork();
  const tables: { name: string }[] = await em.execute(
    `select table_schema || '."' || table_name || '"' as name from information_schema.tables
     where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
  );
  const traces = async (word: string) => {
    const found: string[] = [];
    for (const { name } of tables) {
      const [row] = await em.execute<{ n: number }[]>(
        `select count(*)::int as n from ${name} t where t::text ilike ?`,
        [`%${word}%`],
      );
      if ((row?.n ?? 0) > 0) found.push(name);
    }
    return found;
  };
  for (const word of ['erika', 'Mustermann', '123456', 'device-4711', 'account-4711']) {
    expect([word, await traces(word)]).toEqual([word, []]);
  }
  expect(await traces('Linzer Straße 16')).toEqual(['public."issue"']); // control: this search would have found it
});

test('an address alone says where, and without words the service says what', async () => {
  const { lat, lon } = await app.services.em.fork().findOneOrFail(Municipality, place.municipalityId);
  const { lat: _lat, long: _long, description: _words, ...bare } = form({ address_string: 'Linzer Straße 1' });
  for (const format of ['json', 'xml'] as const) {
    const { status, body } = await postOpen311(app, bare, { format });
    expect([format, status]).toEqual([format, 201]);
    const issue = await find(body[0].service_request_id);
    expect(issue).toMatchObject({ address: 'Linzer Straße 1', lat, lon });
    expect(issue.text).toMatch(/^Ohne Beschreibung gemeldet: ./);
  }
});

test('sent again with the same token it is one report, also with a picture; the token finds its number', async () => {
  const before = await count();
  const token = randomUUID();
  const headers = { 'idempotency-key': token };
  const forms: Record<string, string>[] = [{}, { media_url: `http://${outside.host}/hole.png` }];
  for (const more of forms) {
    const own = { ...headers, 'idempotency-key': randomUUID() };
    const answers = [
      await postOpen311(app, form(more), { headers: own }),
      await postOpen311(app, form(more), { headers: own }),
    ];
    expect(answers[0]?.body).toEqual(answers[1]?.body);
  }
  expect(await count()).toBe(before + 2);
  const [{ service_request_id: id }] = (await postOpen311(app, form(), { headers })).body;
  const read = async (name: string, more: object = {}) => {
    const { status, body } = await getOpen311(app, `tokens/${name}.xml`, { jurisdiction_id: place.ags, ...more });
    return status === 200 ? body[0] : status;
  };
  expect(await read(token)).toEqual({ service_request_id: id, token });
  expect(await read(token, { api_key: given.key })).toEqual({ service_request_id: id, token });
  const { key } = await givenKey(app, place, ['issues:read']);
  expect([await read(token, { api_key: key }), await read(randomUUID()), await read('x')]).toEqual([404, 404, 404]);
  const none = await postOpen311(app, form(), { headers: { 'idempotency-key': '01J8Z0000000000000000000AB' } });
  expect([none.status, none.text.includes('Idempotency-Key'), await count()]).toEqual([400, true, before + 3]);
  for (const path of ['requests/M-1%00.json', 'requests.json?service_request_id=%00&x=']) {
    const { status } = await fetch(
      `http://127.0.0.1:${app.port}/open311/v2/${path}${path.includes('?') ? '&' : '?'}jurisdiction_id=${place.ags}`,
    );
    expect([path, status < 500]).toEqual([path, true]);
  }
});

test('several pictures; what is none, or lies where nobody may look, is told and makes no report', async () => {
  const two = new URLSearchParams(form());
  for (const name of ['hole.jpg', 'hole.png']) two.append('media_url', `http://${outside.host}/${name}`);
  const { body } = await postOpen311(app, two);
  const issue = await find(body[0].service_request_id);
  expect(await app.services.em.fork().count(IssuePhoto, { issue: issue.id })).toBe(2);
  const before = await count();
  const tries: readonly (readonly [string, RegExp])[] = [
    [`http://${outside.host}/nothing.jpg`, /answered 404/],
    [`http://${outside.host}/broken.jpg`, /answered 500/],
    [`http://${outside.host}/away.jpg`, /redirects are not followed/],
    [`http://${outside.host}/drawing.svg`, /JPEG, PNG, WebP or AVIF only/],
    [`http://${outside.host}/large.jpg`, /at most 10 MB/],
    ['http://127.0.0.1:1/hole.jpg', /open to everybody/],
    ['https://localhost/hole.jpg', /open to everybody/],
    ['https://169.254.169.254/latest/meta-data/', /open to everybody/],
    ['file:///etc/passwd', /open to everybody/],
  ];
  for (const [url, said] of tries) {
    const answer = await postOpen311(app, form({ media_url: url }));
    expect([url, answer.status]).toEqual([url, 400]);
    expect(answer.body[0].description).toMatch(said);
    expect(answer.body[0].description).toMatch(/^media_url: /);
  }
  expect(await count()).toBe(before);
});

const without = (name: string) => {
  const { [name]: _left, ...rest } = form();
  return rest;
};
test('whatever is wrong is told by its name, in the form that was asked for', async () => {
  const { key: reader } = await givenKey(app, place, ['issues:read']);
  // The name of the town may be left out only if the installation has one town.
  const { key: foreign } = await givenKey(app, await givenPlace(app), ['issues:write']);
  const tries: readonly (readonly [Record<string, string>, number, RegExp])[] = [
    [without('api_key'), 403, /^api_key: is required to report$/],
    [form({ api_key: 'nonsense' }), 403, /^api_key: unknown, expired, revoked/],
    [form({ api_key: `${given.key}x` }), 403, /^api_key: unknown, expired, revoked/],
    [form({ api_key: reader }), 403, /^api_key: lacks the scope issues:write$/],
    [form({ api_key: foreign }), 403, /^jurisdiction_id: the key belongs to another town$/],
    [without('jurisdiction_id'), 400, /^jurisdiction_id: is required/],
    [form({ jurisdiction_id: '99999999' }), 404, /^jurisdiction_id: no such town here/],
    [form({ jurisdiction_id: "'; drop table issue; --" }), 404, /^jurisdiction_id: no such town here/],
    [without('service_code'), 400, /^service_code: is required/],
    [form({ service_code: randomUUID() }), 404, /^service_code: no such service in this town$/],
    [form({ service_code: 'pothole' }), 404, /^service_code: no such service in this town$/],
    [form({ description: 'kurz' }), 400, /^description: at least 10/],
    [form({ description: 'x'.repeat(5001) }), 400, /^description: at most 5000/],
    [form({ description: 'Steuer\u0000zeichen im Text' }), 400, /^description: no control/],
    [form({ lat: '', long: '' }), 400, /^lat: lat and long, or address_string, are required/],
    [form({ lat: '', long: '', address_id: '4711' }), 400, /^lat: lat and long, or address_string, are required/],
    [form({ lat: '50,6' }), 400, /^lat: degrees/],
    [form({ lat: '1e1' }), 400, /^lat: degrees/],
    [form({ long: '' }), 400, /^long: degrees/],
    [form({ lat: '95' }), 400, /^lat: latitude/],
    [form({ lat: '51.6' }), 400, /^lat: not in this town/],
    [form({ address_string: 'x'.repeat(201) }), 400, /^address_string: at most 200/],
  ];
  const before = await count();
  for (const [sent, status, said] of tries) {
    const answers = [await postOpen311(app, sent), await postOpen311(app, sent, { format: 'xml' })];
    for (const { body, status: got } of answers) {
      expect([said, got, body[0]?.code]).toEqual([said, status, String(status)]);
      expect(body[0].description).toMatch(said);
    }
  }
  const url = `http://127.0.0.1:${app.port}/open311/v2/requests.xml`;
  const send = async (init: RequestInit) => (await fetch(url, { method: 'POST', ...init })).status;
  const json = { 'content-type': 'application/json' };
  expect(await send({ body: JSON.stringify(form()), headers: json })).toBe(415);
  expect(await send({ body: new FormData() })).toBe(415);
  expect(await send({})).toBe(415);
  expect(await send({ body: new URLSearchParams(form({ phone: 'x'.repeat(200_000) })) })).toBe(413);
  expect(await send({ method: 'PUT', body: new URLSearchParams(form()) })).toBe(404);
  // A page of another website may send a session cookie along, which grants nothing.
  const cookie = `session=${clerk.token}`;
  expect(await send({ body: new URLSearchParams(without('api_key')), headers: { cookie } })).toBe(403);
  expect(await count()).toBe(before);
});

test('a filter that cannot be understood is refused', async () => {
  const { key: writer } = await givenKey(app, place, ['issues:write']);
  const lists: readonly (readonly [Record<string, string>, number])[] = [
    [{ start_date: 'gestern' }, 400],
    [{ start_date: '2026-05-24' }, 400],
    [{ start_date: '2026-05-24T00:00:00' }, 400],
    [{ start_date: '0000-01-01T00:00:00Z' }, 400],
    [{ end_date: '0000-01-01T00:00:00Z' }, 400],
    [{ start_date: '9999-12-31T00:00:00Z' }, 400],
    [{ start_date: '2999-12-31T00:00:00Z' }, 200],
    [{ start_date: '2026-05-24T00:00:00Z', end_date: '2026-05-23T00:00:00Z' }, 400],
    [{ start_date: '2026-01-01T00:00:00Z', end_date: '2026-05-23T00:00:00Z' }, 400],
    [{ start_date: '2026-05-24T00:00:00+02:00' }, 200],
    [{ updated_after: '2026-05-24' }, 400],
    [{ updated_before: 'morgen' }, 400],
    [{ updated_after: '2026-05-24T00:00:00Z', updated_before: '2026-05-23T00:00:00Z' }, 400],
    [{ updated_after: '2026-05-24T00:00:00 02:00' }, 200],
    [{ updated_after: '2999-05-24T00:00:00Z' }, 200],
    [{ updated_before: '1999-05-24T00:00:00Z' }, 200],
    [{ lat: '50.6', long: '7.2' }, 400],
    [{ radius: '100' }, 400],
    [{ lat: '50.6', long: '7.2', radius: '0' }, 400],
    [{ lat: '50.6', long: '7.2', radius: '-1' }, 400],
    [{ lat: '50.6', long: '7.2', radius: '100001' }, 400],
    [{ lat: '50.6', long: '7.2', radius: 'weit' }, 400],
    [{ lat: '50,6', long: '7.2', radius: '100' }, 400],
    [{ lat: '91', long: '7.2', radius: '100' }, 400],
    [{ lat: '50.6', long: '181', radius: '100' }, 400],
    [{ lat: '-50.6', long: '-172.8', radius: '100' }, 200],
    [{ status: 'fixed' }, 400],
    [{ page: '0' }, 400],
    [{ page_size: '1001' }, 400],
    [{ service_code: 'pothole' }, 200],
    [{ service_request_id: Array.from({ length: 1001 }, (_, n) => `M-${n}`).join() }, 400],
    [{ api_key: writer }, 403],
    [{ api_key: 'nonsense' }, 403],
  ];
  for (const [params, status] of lists) {
    const asked = { jurisdiction_id: place.ags, api_key: given.key, ...params };
    const { status: got } = await getOpen311(app, 'requests.xml', asked);
    expect([params, got]).toEqual([params, status]);
  }
});

test('the key may come in the header; where reports are switched off there is nothing', async () => {
  const authorization = `Bearer ${given.key}`;
  expect((await postOpen311(app, without('api_key'), { headers: { authorization } })).status).toBe(201);
  const other = await givenPlace(app);
  const admin = await givenStaff(app, other);
  const there = { jurisdiction_id: other.ags };
  expect((await getOpen311(app, 'services.json', there)).status).toBe(200);
  const { municipality } = await askData(app.port, admin, `{ municipality(ags: "${other.ags}") { id modules } }`);
  const modules = municipality.modules.filter((name: string) => name !== 'ISSUES');
  const off =
    'mutation($id: ID!, $m: [Module!]!) { setModules(input: { municipalityId: $id, modules: $m }) { userErrors { code } } }';
  await askData(app.port, admin, off, { id: municipality.id, m: modules });
  for (const path of ['services', `services/${code}`, 'requests', 'requests/M-1']) {
    const { status, body: errors } = await getOpen311(app, `${path}.json`, there);
    const description = 'jurisdiction_id: reports are switched off in this town';
    expect([path, status, errors]).toEqual([path, 404, [{ code: '404', description }]]);
  }
});

test('what is missing, and what a key may not read, is named', async () => {
  const { key: writer } = await givenKey(app, place, ['issues:write']);
  const { key: other } = await givenKey(app, place, ['polls:read']);
  const { key: foreign } = await givenKey(app, await givenPlace(app), ['issues:read', 'issues:write']);
  const tries: readonly (readonly [string, Record<string, string>, number, string])[] = [
    ['requests', { api_key: writer }, 403, 'api_key: lacks the scope issues:read'],
    ['requests/M-1', { api_key: writer }, 403, 'api_key: lacks the scope issues:read'],
    [`tokens/${randomUUID()}`, { api_key: writer }, 403, 'api_key: lacks the scope issues:read'],
    ['services', { api_key: other }, 403, 'api_key: lacks the scope issues:read or issues:write'],
    [`services/${code}`, { api_key: other }, 403, 'api_key: lacks the scope issues:read or issues:write'],
    ['services', { api_key: foreign }, 404, 'jurisdiction_id: the key belongs to another town'],
    [`services/${code}`, { api_key: foreign }, 404, 'jurisdiction_id: the key belongs to another town'],
    ['requests', { api_key: foreign }, 404, 'jurisdiction_id: the key belongs to another town'],
    ['requests/M-999999', {}, 404, 'service_request_id: no such report, or it is not shown to everybody'],
    [`services/${randomUUID()}`, {}, 404, 'service_code: no such service in this town'],
    [`tokens/${randomUUID()}`, {}, 404, 'token: no report was made with it'],
    ['potholes', {}, 404, 'no such resource: potholes'],
  ];
  for (const [path, params, status, description] of tries) {
    const answer = await getOpen311(app, `${path}.xml`, { jurisdiction_id: place.ags, ...params });
    expect([path, answer.status, answer.body[0].description]).toEqual([path, status, description]);
  }
  expect((await getOpen311(app, 'services', { jurisdiction_id: place.ags })).body[0].description).toMatch(
    /\.xml or \.json/,
  );
});

test('who asks too often waits: without a key, and with one of its own', async () => {
  const ask = (params: Record<string, string> = {}) =>
    getOpen311(
      app,
      'requests/M-1.xml',
      { jurisdiction_id: place.ags, ...params },
      { 'x-forwarded-for': '198.51.100.1' },
    );
  let last = await ask();
  for (let n = 0; n <= open311Rates.anonymous.points && last.status !== 429; n++) last = await ask();
  expect([last.status, last.body[0].code]).toEqual([429, '429']);
  expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await ask({ api_key: given.key })).status).toBe(404);
});
