import { expect } from 'vitest';
import { type Place, type Somebody } from '../testing/builders.ts';
import { givenPoll } from '../testing/polls.ts';
import { askData } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test('a poll asks the same in other languages, answers in the order of the ballot', async ({ app, town, admin }) => {
  const made = await givenPoll(app, town, admin, { variants: [{ ...plain, title: `  ${plain.title} ` }] });
  const { poll } = await askData(app.port, {}, read, { id: made.id });
  expect(poll.variants).toEqual([plain]);
  expect(poll.questions[0].options).toHaveLength(3);
  const without = await givenPoll(app, town, admin);
  expect((await askData(app.port, {}, read, { id: without.id })).poll.variants).toEqual([]);
});

test('another number of questions or answers would be another poll', async ({ app, town, admin }) => {
  expect(await refused(app, town, admin, asking('Rutsche', 'Schaukel'))).toContain('OTHER_BALLOT');
  expect(await refused(app, town, admin, asking('Rutsche', 'Schaukel', 'Nichts', 'Alles'))).toContain('OTHER_BALLOT');
  expect(await refused(app, town, admin, { ...plain, questions: [] })).toContain('OTHER_BALLOT');
  expect(await refused(app, town, admin, { ...plain, questions: [...plain.questions, ...plain.questions] })).toContain(
    'OTHER_BALLOT',
  );
});

test('nothing empty, no answer twice, no unknown language, none twice', async ({ app, town, admin }) => {
  expect(await refused(app, town, admin, asking('Rutsche', ' ', 'Nichts'))).toContain('TOO_SHORT');
  expect(await refused(app, town, admin, asking('Rutsche', 'Rutsche', 'Nichts'))).toContain('SAME_OPTION_TWICE');
  expect(await refused(app, town, admin, { ...plain, title: '' })).toContain('TOO_SHORT');
  expect(await refused(app, town, admin, { ...plain, locale: 'tlh' })).toContain('UNKNOWN_LOCALE');
  expect(await refused(app, town, admin, { ...plain, locale: 'de' })).toContain('UNKNOWN_LOCALE');
  expect(await refused(app, town, admin, plain, plain)).toContain('SAME_LOCALE_TWICE');
});

const read = `query($id: ID!) { poll(id: $id) { questions { options { label } }
  variants { locale title description questions { text options } } } }`;
const plain = {
  locale: 'de-x-leicht',
  title: 'Der Spiel-Platz am Rhein',
  description: 'Der Spiel-Platz ist alt.',
  questions: [{ text: 'Was wollen Sie?', options: ['Eine Rutsche', 'Eine Schaukel', 'Nichts'] }],
};

const refused = (app: TestServer, town: Place, admin: Somebody, ...variants: object[]): Promise<string> =>
  givenPoll(app, town, admin, { variants }).then(
    () => 'made',
    (error: Error) => error.message,
  );
const asking = (...options: string[]) => ({ ...plain, questions: [{ text: 'Was wollen Sie?', options }] });
