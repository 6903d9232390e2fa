import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenCategory, givenIssue } from '../../testing/issues.ts';
import { type TestServer } from '../../testing/server.ts';
import { fillTemplate } from './issue.template.rules.ts';
import { test } from '../../testing/fixtures.ts';

test('gaps are filled once; a line whose gap is not known is left out', () => {
  const text = 'Zu {{reference}}:\nAm {{ expected }} sind wir da.\n\n\nIhr {{desk}}';
  expect(fillTemplate(text, { reference: 'M-1 {{desk}}', desk: 'Bauhof' })).toBe('Zu M-1 {{desk}}:\n\nIhr Bauhof');
});

test('a gap that nothing fills is refused with its place, in every language', async ({ app, town: place, clerk }) => {
  const wrong = await keep(app, place, clerk, {
    text: 'Guten Tag {{name}}',
    variants: [
      { locale: 'en', text: 'Hello {{reference}}' },
      { locale: 'de-x-leicht', text: 'Hallo {{reference' },
    ],
  });
  expect(wrong.userErrors).toEqual([
    { code: 'UNKNOWN_PLACEHOLDER', path: ['text'] },
    { code: 'UNKNOWN_PLACEHOLDER', path: ['variants', '1', 'text'] },
  ]);
  const twice = { locale: 'en', text: 'Hello' };
  expect((await keep(app, place, clerk, { variants: [twice, twice] })).userErrors).toEqual([
    { code: 'SAME_LOCALE_TWICE', path: ['variants'] },
  ]);
  const { issueTemplate } = await keep(app, place, clerk, {});
  expect((await keep(app, place, clerk, { name: issueTemplate.name })).userErrors).toEqual([
    { code: 'TEMPLATE_NAME_TAKEN', path: ['name'] },
  ]);
  const foreign = await givenCategory(app, await givenPlace(app, 'Anderswo'));
  expect((await keep(app, place, clerk, { categoryId: foreign })).userErrors).toEqual([
    { code: 'UNKNOWN_CATEGORY', path: ['categoryId'] },
  ]);
});

test('staff get what fits, filled, in the language of the reporter; nobody else gets anything', async ({
  app,
  town: place,
  clerk,
  citizen,
}) => {
  const town = await givenPlace(app, 'Vorlagenstadt');
  const office = await givenStaff(app, town, 'CLERK');
  const other = await givenStaff(app, await givenPlace(app), 'CLERK');
  const names = [{ locale: 'en', name: 'Road' }];
  const categoryId = await givenCategory(app, town, 'DEFECT', { variants: names });
  const issue = await givenIssue(app, town, {}, { categoryId, locale: 'en' });
  const fits = { name: 'Loch', categoryId, status: 'RESOLVED', text: 'Erledigt.' };
  const variants = [{ locale: 'en', text: '{{reference}} ({{category}}) at {{place}}: done by {{desk}}.' }];
  const { issueTemplate: pothole } = await keep(app, place, clerk, { ...fits, variants }, office, town);
  const german = { name: 'Immer', text: 'Danke für {{reference}} ({{category}}).' };
  const { issueTemplate: always } = await keep(app, place, clerk, german, office, town);
  await keep(
    app,
    place,
    clerk,
    { name: 'Andere', categoryId: await givenCategory(app, town), text: 'Nie.' },
    office,
    town,
  );
  await keep(app, place, clerk, { name: 'Abgelehnt', status: 'DECLINED', text: 'Nein.' }, office, town);
  expect(await filled(app, office, issue.id, 'RESOLVED')).toEqual([
    {
      templateId: pothole.id,
      name: 'Loch',
      locale: 'en',
      text: `${issue.reference} (Road) at Linzer Straße 16: done by Bürgerbüro.`,
    },
    {
      templateId: always.id,
      name: 'Immer',
      locale: 'de',
      text: expect.stringContaining(`Danke für ${issue.reference} (Straße `),
    },
  ]);
  const own = await givenIssue(app, town, citizen, { categoryId });
  expect(await filled(app, citizen, own.id, 'RESOLVED')).toEqual([]);
  const list = 'query($ags: String!) { municipality(ags: $ags) { issueTemplates { name } } }';
  const listed = (await askData(app.port, office, list, { ags: town.ags })).municipality.issueTemplates;
  expect(listed.map(({ name }: Data) => name)).toEqual(['Abgelehnt', 'Andere', 'Immer', 'Loch']);
  for (const [who, code] of [
    [{}, 'UNAUTHENTICATED'],
    [citizen, 'FORBIDDEN'],
    [other, 'FORBIDDEN'],
  ] as const) {
    expect((await ask(app.port, who, list, { ags: town.ags })).errors?.[0]?.extensions?.code).toBe(code);
    const made = await ask(app.port, who, create, { input: inputOf(town, {}) });
    expect(made.errors?.[0]?.extensions?.code).toBe(code);
  }
});

test('changed and dropped; the acknowledgement of the town stands in the mail and on the page', async ({
  app,
  town: place,
  clerk,
  citizen,
  mail,
}) => {
  const { issueTemplate } = await keep(app, place, clerk, { name: 'Empfang', status: 'SUBMITTED', text: 'alt' });
  const text = 'Ihre Meldung {{reference}} liegt bei: {{desk}}.';
  const revise = `mutation($input: ReviseIssueTemplateInput!) { reviseIssueTemplate(input: $input) {
    issueTemplate { text status } userErrors { code } } }`;
  const input = { id: issueTemplate.id, name: 'Empfang', status: 'SUBMITTED', text };
  const { reviseIssueTemplate } = await askData(app.port, clerk, revise, { input });
  expect(reviseIssueTemplate).toEqual({ issueTemplate: { text, status: 'SUBMITTED' }, userErrors: [] });
  const email = `${randomUUID()}@example.org`;
  const issue = await givenIssue(app, place, {}, { email });
  const words = `Ihre Meldung ${issue.reference} liegt bei: Bürgerbüro.`;
  expect((await mail.next(email)).text).toContain(words);
  const own = await givenIssue(app, place, citizen);
  const read = 'query($id: ID!) { node(id: $id) { ... on Issue { acknowledgement } } }';
  expect((await askData(app.port, citizen, read, { id: own.id })).node.acknowledgement).toContain(own.reference);
  const remove = 'mutation($id: ID!) { removeIssueTemplate(input: { id: $id }) { removedId userErrors { code } } }';
  const { removeIssueTemplate } = await askData(app.port, clerk, remove, { id: issueTemplate.id });
  expect(removeIssueTemplate.removedId).toBe(issueTemplate.id);
  expect((await askData(app.port, citizen, read, { id: own.id })).node.acknowledgement).toBeNull();
});

const create = `mutation($input: CreateIssueTemplateInput!) { createIssueTemplate(input: $input) {
  issueTemplate { id name text category { id } status } userErrors { code path } } }`;
const inputOf = (town: Place, more: object): object => ({
  municipalityId: toGlobalId('Municipality', town.municipalityId),
  name: `Vorlage ${randomUUID()}`,
  text: 'Danke.',
  idempotencyKey: randomUUID(),
  ...more,
});
async function keep(
  app: TestServer,
  place: Place,
  clerk: Somebody,
  more: object,
  who: Identified = clerk,
  town = place,
): Promise<Data> {
  return (await askData(app.port, who, create, { input: inputOf(town, more) })).createIssueTemplate;
}
async function filled(app: TestServer, who: Identified, id: string, to: string | null = null): Promise<Data[]> {
  const query = `query($id: ID!, $to: IssueStatus) { node(id: $id) { ... on Issue {
    answerTemplates(to: $to) { templateId name locale text } acknowledgement } } }`;
  return (await askData(app.port, who, query, { id, to })).node.answerTemplates;
}
