import { expect } from 'vitest';
import { setCategoryForm } from '../issue/category/issue.question.service.ts';
import { IssueAnswer } from '../issue/category/issue.question.entity.ts';
import { Issue } from '../issue/issue.entity.ts';
import { forkContext } from '../kernel/context.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { comment } from '../testing/comments.ts';
import { type FixMyStreetBody, getAsFixMyStreet, postAsFixMyStreet, stateIn } from '../testing/fixmystreet.ts';
import { givenCategory } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

/* Requests of FixMyStreet to a connected town (mysociety/fixmystreet, perllib/Open311.pm, t/open311*). */

let clerk: Somebody;
let body: FixMyStreetBody;
let code: string;

test.beforeAll(async ({ app, town }) => {
  await givenPlace(app, 'Anderswo');
  clerk = await givenStaff(app, town);
  const { key } = await givenKey(app, town, ['issues:read', 'issues:write'], { name: 'FixMyStreet' });
  body = { jurisdiction: town.ags, apiKey: key };
  code = idOf('IssueCategory', await givenCategory(app, town));
  const question = { isPublic: false, choices: [], isRequired: false };
  const roles = [{ role: 'ADMIN' as const, municipalityId: town.municipalityId, deskId: null }];
  const admin = { kind: 'person' as const, id: clerk.personId, sessionId: '', expiresAt: new Date(), roles };
  await setCategoryForm(forkContext(app.services, admin), code, {
    nearMetres: 50,
    emergency: null,
    questions: [
      { ...question, label: 'Wo genau?', kind: 'CHOICE', choices: ['Fahrbahn', 'Gehweg'], isRequired: true },
      { ...question, label: 'Wie tief ist es (cm)?', kind: 'NUMBER' },
    ],
  });
  await givenCategory(app, town);
});

test('its list of services and their questions', async ({ app }) => {
  const { data, error } = await get(app, 'services.xml');
  expect([error, data.service.length]).toEqual(['', 2]);
  for (const service of data.service) {
    expect(service).toMatchObject({ service_code: expect.any(String), service_name: expect.stringMatching(/^Straße/) });
    expect(service.group).toEqual(['defect']);
    expect(service.keywords).toBeUndefined();
  }
  expect(data.service.map((one: Data) => one.metadata).sort()).toEqual(['false', 'true']);
  const definition = (await get(app, `services/${code}.xml`)).data;
  expect(definition.service_code).toBe(code);
  expect(definition.attributes).toEqual([
    {
      variable: 'true',
      code: expect.any(String),
      datatype: 'singlevaluelist',
      required: 'true',
      order: '1',
      description: 'Wo genau?',
      values: [
        { key: 'Fahrbahn', name: 'Fahrbahn' },
        { key: 'Gehweg', name: 'Gehweg' },
      ],
    },
    expect.objectContaining({ datatype: 'number', required: 'false', order: '2' }),
  ]);
});

test('a report with all that it sends along: its number comes back, extras are left out', async ({ app, town }) => {
  const { id } = await sendReport(app, town);
  const em = app.services.em.fork();
  const issue = await em.findOneOrFail(Issue, idOf('Issue', id));
  expect(issue.text).toMatch(/^Loch vor der Bäckerei\n\nEs ist tief & scharfkantig\./);
  const answers = await em.find(IssueAnswer, { issue: issue.id });
  expect(answers.map(({ value }) => value)).toEqual(['Gehweg']);
});

test('what it would log of a report that was refused', async ({ app }) => {
  const refused = await post(app, 'requests.xml', await reportForm(app, { description: 'kurz' }));
  expect([refused.status, refused.error]).toEqual([400, '400: description: at least 10 characters']);
  const away = await post(app, 'requests.xml', await reportForm(app, { lat: '51.4021' }));
  expect(away.error).toMatch(/^400: lat: not in this town/);
  const closed = await post(app, 'requests.xml', await reportForm(app), { ...body, apiKey: '' });
  expect(closed.error).toBe('403: api_key: is required to report');
});

test('reports of a stretch of time, and by their numbers', async ({ app, town }) => {
  const one = await sendReport(app, town);
  const two = await sendReport(app, town);
  for (const { id } of [one, two]) await askData(app.port, clerk, show, { id });
  const list = async (params: Record<string, string>): Promise<Data[]> =>
    (await get(app, 'requests.xml', params)).data.request ?? [];
  const { start_date: start = '', end_date: end = '' } = window();
  const fetched = await list({ start_date: start, end_date: end });
  expect(fetched.map((request) => request.service_request_id)).toEqual(
    expect.arrayContaining([one.reference, two.reference]),
  );
  for (const request of fetched) {
    // The client ignores reports without place or time of change, and reports outside the requested times.
    expect([Number(request.lat), Number(request.long)]).toEqual([50.6, 7.2]);
    expect(request.updated_datetime >= start && request.updated_datetime <= end).toBe(true);
    expect([request.service_code, stateIn(request.status)]).toEqual([code, 'confirmed']);
    expect([request.media_url, request.expected_datetime, request.address_id]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  }
  const ids = [one.reference, two.reference, 'M-999999'].join(',');
  expect(await list({ service_request_id: ids })).toHaveLength(2);
  expect(await list({ start_date: at(-3000), end_date: at(-2000) })).toEqual([]);
});

test('updates of its own reports, each once, with the states that it knows', async ({ app, town }) => {
  const { id, reference } = await sendReport(app, town);
  const known = new Map<string, Data>();
  const poll = async (): Promise<Data[]> => {
    const { start_date: start = '', end_date: end = '' } = window();
    const { data, error } = await get(app, 'servicerequestupdates.xml', { start_date: start, end_date: end });
    expect(error).toBe('');
    const own: Data[] = (data.request_update ?? []).filter((update: Data) => update.service_request_id === reference);
    const fresh = own.filter((update) => !known.has(update.update_id));
    for (const update of fresh) {
      expect(update.updated_datetime >= start && update.updated_datetime <= end).toBe(true);
      known.set(update.update_id, update);
    }
    return fresh.map(({ status, description }) => [stateIn(status), description]);
  };
  expect(await poll()).toEqual([]);
  await moveTo(app, id, 1, 'ASSIGNED', { message: 'Wir sehen nach.', reason: 'innen: dringend' });
  await comment(app, clerk, id, 'PUBLIC', { text: 'Der Bauhof kommt am Freitag.' });
  expect(await poll()).toEqual([
    ['investigating', 'Wir sehen nach.'],
    ['investigating', 'Der Bauhof kommt am Freitag.'],
  ]);
  await moveTo(app, id, 2, 'IN_PROGRESS');
  await moveTo(app, id, 3, 'RESOLVED', { message: 'Repariert.' });
  expect(await poll()).toEqual([
    ['in progress', 'In Arbeit'],
    ['fixed - council', 'Repariert.'],
  ]);
  expect(await poll()).toEqual([]);
  // Without the key the report is not readable, because it is not public yet.
  const { data } = await get(app, 'servicerequestupdates.xml', window(), { ...body, apiKey: '' });
  expect((data.request_update ?? []).filter((update: Data) => update.service_request_id === reference)).toEqual([]);
});

test('comments of its users are not taken, and it is told so', async ({ app, town }) => {
  const { reference } = await sendReport(app, town);
  const form = {
    update_id: '38362',
    service_request_id: reference,
    status: 'OPEN',
    description: 'Das Loch ist größer geworden.',
    updated_datetime: at(0),
    first_name: 'Erika',
    last_name: 'Mustermann',
    email: 'erika.mustermann@example.org',
    title: 'Mr',
    email_alerts_requested: 'FALSE',
  };
  const { status, error } = await post(app, 'servicerequestupdates.xml', form);
  expect([status, error]).toEqual([405, expect.stringMatching(/^405: updates are read here and not taken/)]);
});

const get = (app: TestServer, path: string, params = {}, as = body) => getAsFixMyStreet(app, as, path, params);
const post = (app: TestServer, path: string, params = {}, as = body) => postAsFixMyStreet(app, as, path, params);
const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
const show = `mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }`;

/** Time in the format of DateTime::Format::W3CDTF, `minutes` from now. */
const at = (minutes: number): string => new Date(Date.now() + minutes * 60_000).toISOString().replace(/\.\d{3}Z$/, 'Z');
const window = (): Record<string, string> => ({ start_date: at(-120), end_date: at(1) });

/** Form of send_service_request, with the attributes that cobrands of FixMyStreet add. */
async function reportForm(app: TestServer, more: object = {}): Promise<Record<string, string>> {
  const [where] = (await get(app, `services/${code}.xml`)).data.attributes;
  return {
    description: 'Loch vor der Bäckerei\n\nEs ist tief & scharfkantig.\n\nhttps://fixmystreet.example/report/80\n',
    service_code: code,
    first_name: 'Erika',
    last_name: 'Mustermann',
    email: 'erika.mustermann@example.org',
    phone: '02224 123456',
    lat: '50.6',
    long: '7.2',
    deviceid: 'Android',
    account_id: '1c304134-ef12-c128-9212-123908123901',
    [`attribute[${where.code}]`]: 'Gehweg',
    'attribute[fixmystreet_id]': '80',
    'attribute[title]': 'Loch vor der Bäckerei',
    'attribute[description]': 'Es ist tief & scharfkantig.',
    'attribute[report_url]': 'https://fixmystreet.example/report/80',
    'attribute[easting]': '',
    'attribute[northing]': '',
    'attribute[uprn]': '100012345678',
    'attribute[last_name]': 'Mustermann',
    ...more,
  };
}

async function sendReport(app: TestServer, town: Place): Promise<{ readonly id: string; readonly reference: string }> {
  const { status, data, error } = await post(app, 'requests.xml', await reportForm(app));
  expect([status, error]).toEqual([201, '']);
  const reference: string = data.request[0].service_request_id;
  const issue = await app.services.em.fork().findOneOrFail(Issue, { municipality: town.municipalityId, reference });
  return { id: toGlobalId('Issue', issue.id), reference };
}
async function moveTo(app: TestServer, issueId: string, version: number, to: string, more: object = {}): Promise<void> {
  const done = await askData(app.port, clerk, move, { input: { issueId, version, to, ...more } });
  expect(done.moveIssue.userErrors).toEqual([]);
}
