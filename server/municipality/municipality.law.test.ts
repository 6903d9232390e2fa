import { describe, expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenCategory, reportInput } from '../testing/issues.ts';
import { askData, type Data } from '../testing/client.ts';
import { statement } from '../testing/law.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('a town that has written nothing has no pages; what its admin writes is read by everybody, as harmless HTML', async ({
  app,
}) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  expect(await read(app, place, 'imprint', await givenPlace(app))).toBeNull();
  const imprint = '# Rathaus\n<script>alert(1)</script> [hier](javascript:alert(1)) [Satzung](https://muster.example)';
  expect(await set(app, place, admin, 'setLegalTexts', { imprint, privacy: ' Wir speichern **wenig**. ' })).toEqual([]);
  const { imprintHtml, privacy, privacyHtml, conformance } = await read(
    app,
    place,
    'imprintHtml privacy privacyHtml conformance',
  );
  expect(imprintHtml).toContain('<h3>Rathaus</h3>');
  expect(imprintHtml).toContain('href="https://muster.example"');
  expect(imprintHtml).not.toMatch(/<script|href="javascript/);
  expect([privacy, privacyHtml, conformance]).toEqual([
    'Wir speichern **wenig**.',
    '<p>Wir speichern <strong>wenig</strong>.</p>\n',
    null,
  ]);
});

test('the statement is made of facts, and keeps the texts beside it', async ({ app, town: place, admin }) => {
  await set(app, place, admin, 'setLegalTexts', { imprint: 'Rathaus', privacy: 'Wir speichern **wenig**.' });
  expect(await set(app, place, admin, 'setAccessibility', statement)).toEqual([]);
  const fields = 'privacy conformance barriersHtml assessedOn contactEmail contactPhone enforcementUrl';
  expect(await read(app, place, fields)).toEqual({
    privacy: 'Wir speichern **wenig**.',
    conformance: 'PARTIAL',
    assessedOn: '2026-01-31',
    barriersHtml: '<ul>\n<li><strong>Karten:</strong> nur mit der Maus</li>\n</ul>\n',
    contactEmail: 'barrierefrei@muster.example',
    contactPhone: '02224 1806-0',
    enforcementUrl: 'https://durchsetzung.example/',
  });
  expect(
    await set(app, place, admin, 'setAccessibility', {
      ...statement,
      conformance: 'FULL',
      barriers: '',
      contactPhone: null,
    }),
  ).toEqual([]);
  expect(await read(app, place, 'contactPhone barriers')).toEqual({ contactPhone: null, barriers: '' });
});

describe('everything wrong is said at once, with its field', () => {
  test.beforeAll(async ({ app, town: place, admin }) => {
    await set(app, place, admin, 'setLegalTexts', { imprint: 'Rathaus', privacy: 'Wir speichern **wenig**.' });
    await set(app, place, admin, 'setAccessibility', statement);
  });
  const long = 'x'.repeat(30_001);
  test.for([
    ['setLegalTexts', { imprint: '', privacy: '   ' }, ['REQUIRED imprint', 'REQUIRED privacy']],
    ['setLegalTexts', { imprint: long, privacy: 'gut\u0007' }, ['TOO_LONG imprint', 'BAD_CHARACTERS privacy']],
    ['setAccessibility', { barriers: ' ' }, ['REQUIRED barriers']],
    ['setAccessibility', { contactEmail: 'rathaus' }, ['BAD_EMAIL contactEmail']],
    ['setAccessibility', { contactEmail: '' }, ['BAD_EMAIL contactEmail']],
    ['setAccessibility', { assessedOn: '2999-01-01' }, ['IN_THE_FUTURE assessedOn']],
    ['setAccessibility', { legalBasis: '', enforcementName: '' }, ['REQUIRED legalBasis', 'REQUIRED enforcementName']],
    ['setAccessibility', { contactPhone: '0'.repeat(41) }, ['TOO_LONG contactPhone']],
    ...[
      'http://stelle.example',
      'javascript:alert(1)',
      '//stelle.example',
      'stelle.example',
      '',
      'https://a:b@stelle.example',
    ].map((enforcementUrl) => ['setAccessibility', { enforcementUrl }, ['NOT_HTTPS enforcementUrl']] as const),
  ] as const)('%s %o', async ([field, facts, refusals], { app, town: place, admin }) => {
    const before = await read(app, place, 'imprint barriers enforcementUrl updatedAt');
    const input = field === 'setAccessibility' ? { ...statement, ...facts } : facts;
    const errors = (await set(app, place, admin, field, input)).map(
      ({ code, path }) => `${String(code)} ${String(path)}`,
    );
    expect(errors).toEqual(refusals);
    expect(await read(app, place, 'imprint barriers enforcementUrl updatedAt')).toEqual(before);
  });
});

test('the trail tells which page was changed by whom, and nothing where nothing changed', async ({ app }) => {
  const place = await givenPlace(app);
  const admin = await givenStaff(app, place);
  await set(app, place, admin, 'setLegalTexts', { imprint: 'Alt', privacy: 'Wir speichern **wenig**.' });
  await set(app, place, admin, 'setAccessibility', statement);
  await set(app, place, admin, 'setAccessibility', { ...statement, contactPhone: null });
  await set(app, place, admin, 'setLegalTexts', { imprint: '', privacy: ' ' });
  await set(app, place, admin, 'setLegalTexts', { imprint: 'Neu', privacy: 'Wir speichern **wenig**.' });
  await set(app, place, admin, 'setLegalTexts', { imprint: 'Neu', privacy: 'Wir speichern **wenig**.' });
  const query = `query($ags: String!) { municipality(ags: $ags) { audit(first: 10, topic: SETTINGS) {
    edges { node { kind actor { party } subject { kind } } } } } }`;
  const { municipality } = await askData(app.port, admin, query, place as never);
  expect(municipality.audit.edges.map(({ node }: Data) => [node.kind, node.actor.party, node.subject])).toEqual(
    ['IMPRINT_CHANGED', 'ACCESSIBILITY_CHANGED', 'ACCESSIBILITY_CHANGED', 'PRIVACY_CHANGED', 'IMPRINT_CHANGED'].map(
      (kind) => [kind, 'STAFF', null],
    ),
  );
});

test('a barrier is reported like anything else, without an account and without an address', async ({
  app,
  town: place,
}) => {
  const categoryId = await givenCategory(app, place, 'DEFECT', { isForBarriers: true });
  const query = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
    issue { status kind category { isForBarriers } place { address } desk { name } } claimCode userErrors { code } } }`;
  const input = reportInput(place, categoryId, { address: '/me', text: 'Der Knopf hat keinen Namen.' });
  const { reportIssue } = await askData(app.port, {}, query, { input });
  expect(reportIssue).toEqual({
    issue: {
      status: 'SUBMITTED',
      kind: 'DEFECT',
      category: { isForBarriers: true },
      place: { address: '/me' },
      desk: { name: 'Bürgerbüro' },
    },
    claimCode: expect.stringMatching(/^\w{5}-\w{5}$/),
    userErrors: [],
  });
});

async function set(
  app: TestServer,
  place: Place,
  admin: Somebody,
  field: 'setLegalTexts' | 'setAccessibility',
  facts: object,
): Promise<Data[]> {
  const type = `${field.charAt(0).toUpperCase()}${field.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { done: ${field}(input: $input) { userErrors { code path } } }`;
  const input = { municipalityId: toGlobalId('Municipality', place.municipalityId), ...facts };
  return (await askData(app.port, admin, query, { input })).done.userErrors;
}

const read = async (app: TestServer, place: Place, fields: string, town: Place = place): Promise<Data> => {
  const query = `query($ags: String!) { municipality(ags: $ags) { legalPages { ${fields} } } }`;
  return (await askData(app.port, {}, query, town as never)).municipality.legalPages;
};
