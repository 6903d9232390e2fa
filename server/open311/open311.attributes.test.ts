import { afterAll, beforeAll, expect, test } from 'vitest';
import { Issue } from '../issue/issue.entity.ts';
import { IssueAnswer } from '../issue/category/issue.question.entity.ts';
import { setCategoryForm } from '../issue/category/issue.question.service.ts';
import { forkContext } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place } from '../testing/builders.ts';
import type { Data } from '../testing/client.ts';
import { givenCategory } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { getOpen311, postOpen311 } from '../testing/open311.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let key: string;
let code: string;

const question = { isRequired: false, isPublic: false, choices: [] };
beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  ({ key } = await givenKey(app, place, ['issues:read', 'issues:write']));
  code = idOf('IssueCategory', await givenCategory(app, place));
  const admin = await givenStaff(app, place);
  const roles = [{ role: 'ADMIN' as const, municipalityId: place.municipalityId, deskId: null }];
  const person = { kind: 'person' as const, id: admin.personId, sessionId: '', expiresAt: new Date(), roles };
  await setCategoryForm(forkContext(app.services, person), code, {
    nearMetres: 50,
    emergency: { text: 'Gasgeruch? Rufen Sie', phone: '112' },
    questions: [
      { ...question, label: 'Wie tief ist es (cm)?', kind: 'NUMBER' },
      { ...question, label: 'Wo genau?', kind: 'CHOICE', choices: ['Fahrbahn', 'Gehweg & Rad'], isRequired: true },
      { ...question, label: 'Sonst noch etwas?', kind: 'TEXT' },
    ],
  });
});
afterAll(() => app.stop());

const town = () => ({ jurisdiction_id: place.ags });
const define = async (format = 'json'): Promise<Data[]> =>
  (await getOpen311(app, `services/${code}.${format}`, town())).body.attributes;
const send = (more: Record<string, string>) =>
  postOpen311(app, {
    api_key: key,
    ...town(),
    service_code: code,
    lat: '50.6',
    long: '7.2',
    description: 'Vor der Bäckerei ist ein Loch.',
    ...more,
  });

test('what the town hall asks is the definition of the service; whom to call is said first', async () => {
  const [service] = (await getOpen311(app, 'services.xml', town())).body;
  expect(service.metadata).toBe('true');
  expect(service.description).toMatch(/^Gasgeruch\? Rufen Sie 112 /u);
  const attributes = await define();
  expect(await define('xml')).toEqual(attributes);
  expect(
    attributes.map(({ order, datatype, required, description }) => [order, datatype, required, description]),
  ).toEqual([
    ['1', 'number', 'false', 'Wie tief ist es (cm)?'],
    ['2', 'singlevaluelist', 'true', 'Wo genau?'],
    ['3', 'string', 'false', 'Sonst noch etwas?'],
  ]);
  expect(attributes[1]?.values).toEqual([
    { key: 'Fahrbahn', name: 'Fahrbahn' },
    { key: 'Gehweg & Rad', name: 'Gehweg & Rad' },
  ]);
});

test('answers come with the report; what is required or unusable is told by its code', async () => {
  const [depth, where] = (await define()).map((one) => `attribute[${String(one.code)}]`);
  const there = { [where ?? '']: 'Gehweg & Rad' };
  const { status, body } = await send({ ...there, [depth ?? '']: '12' });
  expect(status).toBe(201);
  const em = app.services.em.fork();
  const { id } = await em.findOneOrFail(Issue, {
    municipality: place.municipalityId,
    reference: body[0].service_request_id,
  });
  const answers = await em.find(IssueAnswer, { issue: id }, { orderBy: { position: 'asc' } });
  expect(answers.map(({ value }) => value)).toEqual(['12', 'Gehweg & Rad']);
  const tries: readonly (readonly [Record<string, string>, string])[] = [
    [{}, `${where}: is required: Wo genau?`],
    [{ [where ?? '']: '' }, `${where}: is required: Wo genau?`],
    [{ [where ?? '']: 'Dach' }, `${where}: one of the choices`],
    [{ ...there, [depth ?? '']: 'tief' }, `${depth}: digits only`],
  ];
  for (const [more, said] of tries) {
    const answer = await send(more);
    expect([answer.status, answer.body[0].description]).toEqual([400, said]);
  }
});

test('attributes that the service does not list, and unknown fields, are ignored and stored nowhere', async () => {
  const where = (await define()).map((one) => `attribute[${String(one.code)}]`)[1] ?? '';
  const extras = {
    'attribute[fixmystreet_id]': '4711',
    'attribute[title]': 'NUR-IM-EXTRA',
    'attribute[easting]': '',
    'attribute[]': 'NUR-IM-EXTRA',
    [`attribute[${'x'.repeat(300)}]`]: 'NUR-IM-EXTRA',
    deviceid: 'NUR-IM-EXTRA',
    non_public: 'NUR-IM-EXTRA',
  };
  const { status, body } = await send({ ...extras, [where]: 'Fahrbahn' });
  expect(status).toBe(201);
  const em = app.services.em.fork();
  const { id, text } = await em.findOneOrFail(Issue, {
    municipality: place.municipalityId,
    reference: body[0].service_request_id,
  });
  const answers = await em.find(IssueAnswer, { issue: id });
  expect([text, answers.map(({ value }) => value)]).toEqual(['Vor der Bäckerei ist ein Loch.', ['Fahrbahn']]);
  // Extra attributes do not replace a required answer.
  expect((await send(extras)).body[0].description).toBe(`${where}: is required: Wo genau?`);
});
