import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { idOf } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { getOpen311, type Open311Answer, postOpen311 } from '../testing/open311.ts';
import { givenStoredPhoto } from '../testing/photos.ts';
import { type TestServer } from '../testing/server.ts';
import { checkXml } from '../testing/xml.ts';
import { test } from '../testing/fixtures.ts';

let place: Place;
let abroad: Place;
let clerk: Somebody;
let citizen: Somebody;
let key: string;

test.beforeAll(async ({ app }) => {
  [place, abroad] = [await givenPlace(app), await givenPlace(app, 'Anderswo')];
  clerk = await givenStaff(app, place);
  citizen = await givenPerson(app, place);
  ({ key } = await givenKey(app, place, ['issues:read', 'issues:write']));
});

test('the schema that every answer in XML is held against refuses what GeoReport does not know', () => {
  const answer = '<errors><error><code>404</code><description>not found</description></error></errors>';
  expect(() => checkXml(answer, 'georeport.xsd')).not.toThrow();
  const complaints: Readonly<Record<string, string>> = {
    [answer.replace('404', '')]: "Element 'code': '' is not a valid value",
    [answer.replaceAll('error>', 'problem>')]: "Element 'problem': This element is not expected",
    '<discovery/>': "Element 'discovery': Missing child element(s)",
  };
  for (const [wrong, complaint] of Object.entries(complaints)) {
    expect(() => checkXml(wrong, 'georeport.xsd')).toThrow(complaint);
  }
});

test('every resource says in XML what it says in JSON', async ({ app }) => {
  const id = await givenCategory(app, place);
  const { reference, id: issueId } = await givenIssue(app, place, citizen, {
    text: 'Ein <b>"tiefes"</b> Loch & ]]> mehr;\r\nzweite Zeile \u0085 \u{1F6A7} <![CDATA[x]]> ä',
    categoryId: id,
  });
  await askData(app.port, clerk, show, { id: issueId, to: true });
  const paths = ['discovery', 'services', `services/${idOf('IssueCategory', id)}`, 'requests', `requests/${reference}`];
  for (const path of [...paths, 'requests/M-9', 'services/nothing', 'tokens/nothing', 'nothing']) {
    const xml = await getOpen311(app, `${path}.xml`, { ...town(), extensions: 'true' });
    const json = await getOpen311(app, `${path}.json`, { ...town(), extensions: 'true' });
    expect([path, xml.status, xml.body]).toEqual([path, json.status, json.body]);
    expect(xml.headers.get('content-type')).toBe('text/xml; charset=utf-8');
    expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(xml.text.startsWith('<?xml version="1.0" encoding="utf-8"?>')).toBe(true);
  }
  const { body } = await getOpen311(app, `requests/${reference}.xml`, town());
  expect(body[0].description).toContain('Ein <b>"tiefes"</b> Loch & ]]> mehr;\nzweite Zeile');
});

test('discovery leads to the endpoint, services to their codes; what nobody could follow is not offered', async ({
  app,
}) => {
  const { body } = await getOpen311(app, 'discovery.json');
  expect(body.endpoints[0]).toMatchObject({
    specification: 'http://wiki.open311.org/GeoReport_v2',
    formats: ['text/xml', 'application/json'],
  });
  expect(body.endpoints[0].url).toMatch(/\/open311\/v2$/);
  const defect = await givenCategory(app, place);
  const complaint = await givenCategory(app, place, 'COMPLAINT');
  const barrier = await givenCategory(app, place, 'DEFECT', { isForBarriers: true });
  const services = (await getOpen311(app, 'services.json', town())).body;
  const codes = services.map((one: Data) => one.service_code);
  expect(codes).toContain(idOf('IssueCategory', defect));
  for (const id of [complaint, barrier]) expect(codes).not.toContain(idOf('IssueCategory', id));
  expect(services[0]).toMatchObject({ metadata: 'false', type: 'realtime' });
  const of = async (id: string) => (await getOpen311(app, `services/${idOf('IssueCategory', id)}.xml`, town())).status;
  expect([await of(defect), await of(complaint)]).toEqual([200, 404]);
});

test('a report as it moves: two statuses, the nuance in the notes and in the extension', async ({ app }) => {
  const { id, reference } = await givenIssue(app, place, citizen);
  await askData(app.port, clerk, show, { id, to: true });
  const read = async () => {
    const [one] = (await getOpen311(app, `requests/${reference}.json`, { ...town(), extensions: 'true' })).body;
    expect(one.extended_attributes.title).toMatch(/^Straße .+, Linzer Straße 16$/);
    return [one.status, one.extended_attributes.extended_status, one.status_notes];
  };
  expect(await read()).toEqual(['open', 'open', 'Eingegangen']);
  await moveTo(app, id, 1, 'ASSIGNED', { reason: 'innen: dringend', message: 'Wir sehen nach.' });
  expect(await read()).toEqual(['open', 'investigating', 'Zugewiesen: Wir sehen nach.']);
  await moveTo(app, id, 2, 'WAITING_ON_REPORTER', { message: 'Vor Ihrem Haus?' });
  expect(await read()).toEqual(['open', 'investigating', 'Rückfrage: Wir sehen nach.']);
  await moveTo(app, id, 3, 'ASSIGNED');
  await moveTo(app, id, 4, 'FORWARDED', { addressee: 'Kreis, Frau Krause', message: 'Ruf: 02224 123456' });
  expect(await read()).toEqual(['open', 'in_progress', 'Weitergegeben: Ruf: […]']);
  const comment = 'mutation($input: CommentIssueInput!) { commentIssue(input: $input) { userErrors { code } } }';
  for (const [reach, text] of [
    ['PUBLIC', 'Der Kreis baut im Juni.'],
    ['PRIVATE', 'Nur für Sie.'],
    ['INTERNAL', 'Notiz.'],
  ]) {
    const input = { issueId: id, reach, text, idempotencyKey: randomUUID() };
    expect((await askData(app.port, clerk, comment, { input })).commentIssue.userErrors).toEqual([]);
  }
  expect(await read()).toEqual(['open', 'in_progress', 'Weitergegeben: Der Kreis baut im Juni.']);
  await moveTo(app, id, 5, 'RESOLVED', { message: 'Repariert.' });
  expect(await read()).toEqual(['closed', 'fixed', 'Erledigt: Repariert.']);
  const english = await getOpen311(app, `requests/${reference}.json`, town(), { 'accept-language': 'en-GB,en' });
  expect(english.body[0].status_notes).toBe('Done: Repariert.');
  expect(english.body[0].extended_attributes).toBeUndefined();
  // After a reopening and a second end, the message about the first end is not returned for the second.
  await moveTo(app, id, 6, 'ASSIGNED', { reason: 'Es tropft wieder.' });
  expect(await read()).toEqual(['open', 'investigating', 'Zugewiesen']);
  await moveTo(app, id, 7, 'RESOLVED');
  expect(await read()).toEqual(['closed', 'fixed', 'Erledigt']);
  await moveTo(app, id, 8, 'ASSIGNED', { reason: 'Noch einmal.' });
  await moveTo(app, id, 9, 'RESOLVED', { message: 'Neu abgedichtet.' });
  expect(await read()).toEqual(['closed', 'fixed', 'Erledigt: Neu abgedichtet.']);
});

test('a moment is expected only of what is planned: the day that everybody may read, never the deadline of the clock', async ({
  app,
}) => {
  const categoryId = await givenCategory(app, place);
  const { id, reference } = await givenIssue(app, place, citizen, { categoryId });
  await askData(app.port, clerk, show, { id, to: true });
  const query = `query($a: String!, $r: String!) {
    issue(ags: $a, reference: $r) { expectedAnswerAt clock { resolution { dueAt } } } }`;
  const { issue } = await askData(app.port, clerk, query, { a: place.ags, r: reference });
  expect(Date.parse(issue.expectedAnswerAt)).toBeGreaterThan(Date.now());
  expect(Date.parse(issue.clock.resolution.dueAt)).toBeGreaterThan(Date.now());
  const code = idOf('IssueCategory', categoryId);
  const read = async () => {
    const answers = [
      await getOpen311(app, `requests/${reference}.xml`, town()),
      await getOpen311(app, 'requests.json', { ...town(), service_code: code, api_key: key }),
    ];
    return answers.map(({ body }) => body[0].expected_datetime);
  };
  expect(await read()).toEqual(['', '']);
  await moveTo(app, id, 1, 'ASSIGNED', { message: 'Wir kommen.' });
  expect(await read()).toEqual(['', '']);
  await moveTo(app, id, 2, 'SCHEDULED', { scheduledFor: '2999-06-15T12:00:00.000Z' });
  expect(await read()).toEqual(['2999-06-15T12:00:00Z', '2999-06-15T12:00:00Z']);
  // A question and its answer in between do not change the planned day.
  await moveTo(app, id, 3, 'WAITING_ON_REPORTER', { message: 'Welche Laterne?' });
  expect(await read()).toEqual(['', '']);
  await moveTo(app, id, 4, 'SCHEDULED', { scheduledFor: '2999-06-20T12:00:00.000Z' });
  expect(await read()).toEqual(['2999-06-20T12:00:00Z', '2999-06-20T12:00:00Z']);
  await moveTo(app, id, 5, 'RESOLVED');
  expect(await read()).toEqual(['', '']);
});

test('only what everybody may see, and what the key itself made; never complaints, other people, or photos nobody approved', async ({
  app,
}) => {
  const photo = await givenStoredPhoto(app, place, citizen);
  const shown = await givenIssue(app, place, citizen, { photoIds: [photo], text: 'Ruf 02224 123456, a@example.org' });
  await askData(app.port, clerk, show, { id: shown.id, to: true });
  const hidden = await givenIssue(app, place, citizen, { text: 'Nur für das Rathaus gedacht.' });
  const complaint = { kind: 'COMPLAINT', categoryId: await givenCategory(app, place, 'COMPLAINT') };
  await givenIssue(app, place, citizen, { ...complaint, text: 'Über Herrn Geheim am Schalter.' });
  const made = await postOpen311(app, await formOf(app, { description: 'Eine Laterne ist dunkel.' }));
  const [{ service_request_id: own }] = made.body;
  // The key may report a complaint through the other interface; this interface returns it to nobody.
  await givenIssue(app, place, { key }, { ...complaint, text: 'Über Frau Geheim am Schalter.' });
  const everybody = await getOpen311(app, 'requests.xml', town());
  const partner = await getOpen311(app, 'requests.json', { ...town(), api_key: key });
  expect(idsIn(everybody)).toContain(shown.reference);
  expect(idsIn(everybody)).not.toContain(own);
  expect(idsIn(partner)).toEqual(expect.arrayContaining([shown.reference, own]));
  for (const { text } of [everybody, partner]) {
    expect(text).not.toMatch(/Geheim|123456|example\.org\b.*@|a@example|Nur für das Rathaus/);
    expect(text).not.toContain(hidden.reference);
  }
  const read = async () => (await getOpen311(app, `requests/${shown.reference}.json`, town())).body[0];
  expect([(await read()).media_url, (await read()).agency_responsible]).toEqual(['', 'Musterstadt']);
  await askData(app.port, clerk, approve, { id: photo });
  const { media_url: media } = await read();
  expect((await fetch(media)).headers.get('content-type')).toBe('image/webp');
  const [forKey] = (await getOpen311(app, `requests/${shown.reference}.json`, { ...town(), api_key: key })).body;
  expect(forKey.agency_responsible).toBe('Bürgerbüro');
  // Control: a public report is returned at once.
  await askData(app.port, clerk, show, { id: hidden.id, to: true });
  expect(idsIn(await getOpen311(app, 'requests.xml', town()))).toContain(hidden.reference);
});

test('a key of one town opens nothing of another', async ({ app }) => {
  const foreign = await givenIssue(app, abroad, citizen);
  await askData(app.port, await givenStaff(app, abroad), show, { id: foreign.id, to: true });
  const there = { jurisdiction_id: abroad.ags };
  for (const path of ['requests', `requests/${foreign.reference}`, 'services']) {
    expect([path, (await getOpen311(app, `${path}.json`, { ...there, api_key: key })).status]).toEqual([path, 404]);
    expect([path, (await getOpen311(app, `${path}.json`, there)).status]).toEqual([path, 200]);
  }
  expect((await postOpen311(app, await formOf(app, there))).status).toBe(403);
});

test('reports by number, service, time and status, page by page', async ({ app }) => {
  const one = await givenCategory(app, place);
  const two = await givenCategory(app, place);
  const made: string[] = [];
  for (const categoryId of [one, one, two]) {
    const { id, reference } = await givenIssue(app, place, await givenPerson(app, place), { categoryId });
    await askData(app.port, clerk, show, { id, to: true });
    made.push(reference);
  }
  const code = idOf('IssueCategory', one);
  const list = async (more: object) => idsIn(await getOpen311(app, 'requests.json', { ...town(), ...more }));
  expect(await list({ service_code: code })).toEqual([made[1], made[0]]);
  expect(await list({ service_code: `${code}, ${idOf('IssueCategory', two)}` })).toHaveLength(3);
  expect(await list({ service_code: code, page_size: '1', page: '2' })).toEqual([made[0]]);
  expect(await list({ service_request_id: `${made[2]},m-99999,${made[0]}` })).toEqual([made[2], made[0]]);
  expect(await list({ service_code: code, status: 'closed' })).toEqual([]);
  const old = '2020-01-01T00:00:00Z';
  const soon = '2020-03-01T00:00:00+01:00';
  expect(await list({ start_date: old, end_date: soon })).toEqual([]);
  const now = new Date(Date.now() + 60_000).toISOString();
  expect(await list({ service_code: code, end_date: now, status: 'open,closed' })).toHaveLength(2);
});

test('reports by the time of their last move, whenever they were made', async ({ app }) => {
  const categoryId = await givenCategory(app, place);
  const made: GivenIssue[] = [];
  for (const month of ['01', '02']) {
    setTime(app, `2026-${month}-10T10:00:00.250Z`);
    const issue = await givenIssue(app, place, await givenPerson(app, place), { categoryId });
    await askData(app.port, clerk, show, { id: issue.id, to: true });
    made.push(issue);
  }
  const [early, late] = made.map(({ reference }) => reference);
  setTime(app, '2026-11-10T10:00:00.000Z');
  await moveTo(app, made[0]?.id ?? '', 1, 'ASSIGNED');
  const code = idOf('IssueCategory', categoryId);
  const list = async (more: object) => {
    const answer = await getOpen311(app, 'requests.json', { ...town(), service_code: code, api_key: key, ...more });
    return answer.status === 200 ? idsIn(answer) : answer.body[0].description;
  };
  expect(await list({})).toEqual([]); // none was made within 90 days
  expect(await list({ updated_after: '2026-11-10T00:00:00Z' })).toEqual([early]);
  expect(await list({ updated_after: '2026-02-10T10:00:00Z' })).toEqual([late, early]);
  expect(await list({ updated_before: '2026-11-10T00:00:00+01:00' })).toEqual([late]);
  expect(await list({ updated_after: '2026-02-10T10:00:01Z', updated_before: '2026-11-10T09:59:59Z' })).toEqual([]);
  const january = { start_date: '2026-01-01T00:00:00Z', end_date: '2026-01-31T00:00:00Z' };
  expect(await list({ ...january, updated_after: '2026-01-01T00:00:00Z' })).toEqual([early]);
  expect(await list({ ...january, updated_before: '2026-10-01T00:00:00Z' })).toEqual([]);
  expect(await list({ updated_after: '2026-05-24' })).toMatch(/^updated_after: like 2026-05-24T00:00:00Z/);
  setTime(app);
});

test('reports within a circle, to the metre', async ({ app }) => {
  const categoryId = await givenCategory(app, place);
  const made: string[] = [];
  // A thousandth of a degree is 111 m to the north, and 71 m to the east at this latitude.
  for (const point of [
    { lat: 50.6, lon: 7.2 },
    { lat: 50.601, lon: 7.2 },
    { lat: 50.6, lon: 7.201 },
  ]) {
    const who = await givenPerson(app, place);
    const { id, reference } = await givenIssue(app, place, who, { categoryId, point });
    await askData(app.port, clerk, show, { id, to: true });
    made.push(reference);
  }
  const [here, north, east] = made;
  const code = idOf('IssueCategory', categoryId);
  const list = async (radius: string, more: object = {}) => {
    const circle = { lat: '50.6', long: '7.2', radius, ...more };
    const answer = await getOpen311(app, 'requests.json', { ...town(), service_code: code, api_key: key, ...circle });
    return answer.status === 200 ? idsIn(answer) : answer.body[0].description;
  };
  expect(await list('70')).toEqual([here]);
  expect(await list('71')).toEqual([east, here]);
  expect(await list('111.1')).toEqual([east, here]);
  expect(await list('111.2')).toEqual([east, north, here]);
  expect(await list('50000', { lat: '51.5' })).toEqual([]);
  expect(await list('100', { page_size: '1', page: '2' })).toEqual([here]);
  expect(await list('')).toBe('radius: lat, long and radius (metres) go together');
  expect(await list('10', { long: '' })).toBe('long: lat, long and radius (metres) go together');
});

async function formOf(app: TestServer, more: object = {}): Promise<Record<string, string>> {
  const service_code = idOf('IssueCategory', await givenCategory(app, place));
  const form = { api_key: key, ...town(), service_code, lat: '50.6', long: '7.2' };
  return { ...form, description: 'Vor der Bäckerei ist ein Loch.', ...more };
}

const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const show = `mutation($id: ID!, $to: Boolean!) { setIssueVisibility(input: { issueId: $id, isPublic: $to }) { userErrors { code } } }`;
const approve = 'mutation($id: ID!) { approvePhoto(input: { photoId: $id }) { userErrors { code } } }';
const town = (): Record<string, string> => ({ jurisdiction_id: place.ags });
const idsIn = ({ body }: Open311Answer): string[] => body.map((one: Data) => one.service_request_id);
const moveTo = async (app: TestServer, issueId: string, version: number, to: string, more: object = {}) => {
  const done = await askData(app.port, clerk, move, { input: { issueId, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
};
