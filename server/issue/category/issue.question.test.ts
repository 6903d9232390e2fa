import { expect } from 'vitest';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData, type Data, type Identified } from '../../testing/client.ts';
import { givenCategory, reportInput } from '../../testing/issues.ts';
import { givenKey } from '../../testing/keys.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';
const lamp = { label: 'Laternennummer?', kind: 'NUMBER', isRequired: true, isPublic: true };
const how = { label: 'Wie leuchtet sie?', kind: 'CHOICE', choices: ['gar nicht', 'flackert'], isPublic: true };

test('a category asks what the town hall needs; staff read all of it, everybody what is marked so', async ({
  app,
  town,
  admin,
}) => {
  const categoryId = await givenCategory(app, town);
  const { category } = await put(app, admin, categoryId, {});
  expect(category).toMatchObject({ nearMetres: 30, emergency: null, questions: [lamp, how, { ...call, choices: [] }] });
  const [number, shines, reach] = category.questions.map(({ id }: Data) => id);
  const { issue } = await reportWith(app, town, categoryId, [
    { questionId: reach, value: 'Tel. 02224 123456, privat' },
    { questionId: number, value: ' 1042 ' },
    { questionId: shines, value: 'flackert' },
  ]);
  const all = [
    { label: lamp.label, value: '1042', isPublic: true },
    { label: how.label, value: 'flackert', isPublic: true },
    { label: call.label, value: 'Tel. 02224 123456, privat', isPublic: false },
  ];
  expect(issue.answers).toEqual(all);
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, admin, show, { id: issue.id });
  const read = 'query($id: ID!) { node(id: $id) { ... on Issue { answers { label value isPublic } } } }';
  const readAs = async (who: Identified) => (await askData(app.port, who, read, { id: issue.id })).node.answers;
  expect(await readAs({})).toEqual(all.slice(0, 2));
  expect(await readAs(admin)).toEqual(all);
  // Given answers stay as they are if their question changes or is deleted.
  await put(app, admin, categoryId, { questions: [] });
  expect(await readAs(admin)).toEqual(all);
});

test('a wrong answer is refused by its question; a partner need not know the questions', async ({
  app,
  town,
  admin,
}) => {
  const categoryId = await givenCategory(app, town);
  const { category } = await put(app, admin, categoryId, {});
  const [number, shines] = category.questions.map(({ id }: Data) => id);
  const errors = async (answers: object[]) => (await reportWith(app, town, categoryId, answers)).userErrors;
  const fine = { questionId: number, value: '7' };
  expect(await errors([])).toEqual([{ code: 'ANSWER_MISSING', path: ['answers', number] }]);
  expect(await errors([{ questionId: number, value: 'sieben' }])).toMatchObject([{ code: 'NOT_A_NUMBER' }]);
  expect(await errors([fine, { questionId: shines, value: 'rosa' }])).toEqual([
    { code: 'UNKNOWN_CHOICE', path: ['answers', shines] },
  ]);
  expect(await errors([fine, { questionId: 'nonsense', value: 'x' }])).toMatchObject([{ code: 'UNKNOWN_QUESTION' }]);
  expect(await errors([fine, fine])).toMatchObject([{ code: 'SAME_QUESTION_TWICE' }]);
  const { key } = await givenKey(app, town, ['issues:write', 'issues:read']);
  expect(await reportWith(app, town, categoryId, [], { key })).toMatchObject({ userErrors: [] });
});

test('questions and the safety notice are kept in other languages; an answer names the German choice', async ({
  app,
  town,
  admin,
}) => {
  const categoryId = await givenCategory(app, town);
  const english = { locale: 'en', label: 'What is wrong?', choices: ['it is off', 'it flickers'] };
  const notice = { text: 'Abstand halten.', variants: [{ locale: 'en', text: 'Keep away.' }] };
  const translated = (variant: object, text = notice) => ({
    emergency: text,
    questions: [lamp, { ...how, variants: [variant] }],
  });
  const errors = async (more: object): Promise<Data[]> => (await put(app, admin, categoryId, more)).userErrors;
  expect(await errors(translated({ ...english, choices: ['it is off'] }))).toEqual([
    { code: 'BAD_CHOICES_COUNT', path: ['questions', '1', 'variants', '0', 'choices'] },
  ]);
  const wrong = { text: 'Abstand halten.', variants: [{ locale: 'fr', text: '!' }] };
  expect(await errors(translated(english, wrong))).toEqual([
    { code: 'UNKNOWN_LOCALE', path: ['emergency', 'variants'] },
    { code: 'TOO_SHORT', path: ['emergency', 'variants', '0', 'text'] },
  ]);
  expect(await errors(translated(english))).toEqual([]);
  const read = `query($id: ID!) { node(id: $id) { ... on IssueCategory {
    emergency { variants { locale text } } questions { id variants { locale label choices } } } } }`;
  const { emergency, questions } = (await askData(app.port, {}, read, { id: categoryId })).node;
  expect(emergency).toEqual({ variants: notice.variants });
  expect(questions.map(({ variants }: Data) => variants)).toEqual([[], [english]]);
  const [number, shines] = questions.map(({ id }: Data) => id);
  const answers = (value: string) => [
    { questionId: number, value: '7' },
    { questionId: shines, value },
  ];
  expect((await reportWith(app, town, categoryId, answers('it is off'))).userErrors).toMatchObject([
    { code: 'UNKNOWN_CHOICE' },
  ]);
  expect((await reportWith(app, town, categoryId, answers('gar nicht'))).userErrors).toEqual([]);
});

test('where somebody may be in danger the town says whom to call', async ({ app, town, admin }) => {
  const categoryId = await givenCategory(app, town);
  const emergency = { text: 'Hängt ein Kabel herunter? Abstand halten.', phone: '02224 180 60' };
  expect((await put(app, admin, categoryId, { emergency, questions: [] })).category.emergency).toEqual(emergency);
  const shown = 'query($id: ID!) { node(id: $id) { ... on IssueCategory { emergency { text phone } } } }';
  expect((await askData(app.port, {}, shown, { id: categoryId })).node.emergency).toEqual(emergency);
  expect((await put(app, admin, categoryId, { emergency: null, questions: [] })).category.emergency).toBeNull();
});

test('the form of a category is set whole, by those who run the town, and only as it fits', async ({
  app,
  town,
  admin,
}) => {
  const categoryId = await givenCategory(app, town);
  const code = async (more: object): Promise<string[]> =>
    (await put(app, admin, categoryId, more)).userErrors.map(({ code: one }: Data) => one);
  expect(await code({ nearMetres: 2001 })).toEqual(['OUT_OF_RANGE']);
  expect(await code({ emergency: { text: 'Rufen Sie an', phone: 'javascript:alert(1)' } })).toEqual(['BAD_PHONE']);
  expect(await code({ questions: [{ ...how, choices: ['nur eine'] }] })).toEqual(['BAD_CHOICES_COUNT']);
  expect(await code({ questions: [{ ...lamp, choices: ['1'] }] })).toEqual(['BAD_CHOICES_COUNT']);
  expect(await code({ questions: [{ ...how, choices: ['a', 'a '] }] })).toEqual(['SAME_OPTION_TWICE']);
  expect(await code({ questions: Array.from({ length: 9 }, () => call) })).toEqual(['TOO_MANY_QUESTIONS']);
  const input = { categoryId, nearMetres: 30, questions: [] };
  const abroad = await givenPlace(app, 'Anderswo');
  const others = [await givenStaff(app, town, 'CLERK'), await givenStaff(app, abroad), await givenPerson(app, town)];
  for (const who of others)
    expect((await ask(app.port, who, setForm, { input })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
});

const setForm = `mutation($input: SetCategoryFormInput!) { setCategoryForm(input: $input) {
  category { nearMetres emergency { text phone } questions { id label kind choices isRequired isPublic } }
  userErrors { code path } } }`;
const report = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id reference answers { label value isPublic } } userErrors { code path } } }`;
const call = { label: 'Wie erreichen wir Sie?', kind: 'TEXT' };

async function put(
  app: TestServer,
  admin: Somebody,
  categoryId: string,
  more: object,
  who: Identified = admin,
): Promise<Data> {
  const input = { categoryId, nearMetres: 30, questions: [lamp, how, call], ...more };
  return (await askData(app.port, who, setForm, { input })).setCategoryForm;
}
async function reportWith(
  app: TestServer,
  town: Place,
  categoryId: string,
  answers: object[],
  who?: Identified,
): Promise<Data> {
  const input = reportInput(town, categoryId, { answers });
  return (await askData(app.port, who ?? (await givenPerson(app, town)), report, { input })).reportIssue;
}
