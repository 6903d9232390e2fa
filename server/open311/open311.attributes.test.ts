import { expect } from 'vitest';
import { Issue } from '../issue/issue.entity.ts';
import { IssueAnswer } from '../issue/category/issue.question.entity.ts';
import { setCategoryForm } from '../issue/category/issue.question.service.ts';
import { forkContext } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { givenStaff, type Place } from '../testing/builders.ts';
import type { Data } from '../testing/client.ts';
import { givenCategory } from '../testing/issues.ts';
import { givenKey } from '../testing/keys.ts';
import { getOpen311, postOpen311 } from '../testing/open311.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

let key: string;
let code: string;

const question = { isRequired: false, isPublic: false, choices: [] };
test.beforeAll(async ({ app, town: place }) => {
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

test('what the town hall asks is the definition of the service; whom to call is said first', async ({
  app,
  town: place,
}) => {
  const [service] = (await getOpen311(app, 'services.xml', town(place))).body;
  expect(service.metadata).toBe('true');
  expect(service.description).toMatch(/^Gasgeruch\? Rufen Sie 112 /u);
  const attributes = await define(app, place);
  expect(await define(app, place, 'xml')).toEqual(attributes);
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

test('answers come with the report; what is required or unusable is told by its code', async ({ app, town: place }) => {
  const [depth, where] = (await define(app, place)).map((one) => `attribute[${String(one.code)}]`);
  const there = { [where ?? '']: 'Gehweg & Rad' };
  const { status, body } = await send(app, place, { ...there, [depth ?? '']: '12' });
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
    const answer = await send(app, place, more);
    expect([answer.status, answer.body[0].description]).toEqual([400, said]);
  }
});

test('attributes that the service does not list, and unknown fields, are ignored and stored nowhere', async ({
  app,
  town: place,
}) => {
  const where = (await define(app, place)).map((one) => `attribute[${String(one.code)}]`)[1] ?? '';
  const extras = {
    'attribute[fixmystreet_id]': '4711',
    'attribute[title]': 'NUR-IM-EXTRA',
    'attribute[easting]': '',
    'attribute[]': 'NUR-IM-EXTRA',
    [`attribute[${'x'.repeat(300)}]`]: 'NUR-IM-EXTRA',
    deviceid: 'NUR-IM-EXTRA',
    non_public: 'NUR-IM-EXTRA',
  };
  const { status, body } = await send(app, place, { ...extras, [where]: 'Fahrbahn' });
  expect(status).toBe(201);
  const em = app.services.em.fork();
  const { id, text } = await em.findOneOrFail(Issue, {
    municipality: place.municipalityId,
    reference: body[0].service_request_id,
  });
  const answers = await em.find(IssueAnswer, { issue: id });
  expect([text, answers.map(({ value }) => value)]).toEqual(['Vor der Bäckerei ist ein Loch.', ['Fahrbahn']]);
  // Extra attributes do not replace a required answer.
  expect((await send(app, place, extras)).body[0].description).toBe(`${where}: is required: Wo genau?`);
});

const town = (place: Place) => ({ jurisdiction_id: place.ags });
const define = async (app: TestServer, place: Place, format = 'json'): Promise<Data[]> =>
  (await getOpen311(app, `services/${code}.${format}`, town(place))).body.attributes;
const send = (app: TestServer, place: Place, more: Record<string, string>) =>
  postOpen311(app, {
    api_key: key,
    ...town(place),
    service_code: code,
    lat: '50.6',
    long: '7.2',
    description: 'Vor der Bäckerei ist ein Loch.',
    ...more,
  });
