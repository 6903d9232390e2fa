import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenPoll } from '../testing/polls.ts';
import { askData } from '../testing/client.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let place: Place;
let admin: Somebody;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
});
afterAll(() => app.stop());

const read = `query($id: ID!) { poll(id: $id) { questions { options { label } }
  variants { locale title description questions { text options } } } }`;
const plain = {
  locale: 'de-x-leicht',
  title: 'Der Spiel-Platz am Rhein',
  description: 'Der Spiel-Platz ist alt.',
  questions: [{ text: 'Was wollen Sie?', options: ['Eine Rutsche', 'Eine Schaukel', 'Nichts'] }],
};

const refused = (...variants: object[]): Promise<string> =>
  givenPoll(app, place, admin, { variants }).then(
    () => 'made',
    (error: Error) => error.message,
  );
const asking = (...options: string[]) => ({ ...plain, questions: [{ text: 'Was wollen Sie?', options }] });

test('a poll asks the same in other languages, answers in the order of the ballot', async () => {
  const made = await givenPoll(app, place, admin, { variants: [{ ...plain, title: `  ${plain.title} ` }] });
  const { poll } = await askData(app.port, {}, read, { id: made.id });
  expect(poll.variants).toEqual([plain]);
  expect(poll.questions[0].options).toHaveLength(3);
  const without = await givenPoll(app, place, admin);
  expect((await askData(app.port, {}, read, { id: without.id })).poll.variants).toEqual([]);
});

test('another number of questions or answers would be another poll', async () => {
  expect(await refused(asking('Rutsche', 'Schaukel'))).toContain('OTHER_BALLOT');
  expect(await refused(asking('Rutsche', 'Schaukel', 'Nichts', 'Alles'))).toContain('OTHER_BALLOT');
  expect(await refused({ ...plain, questions: [] })).toContain('OTHER_BALLOT');
  expect(await refused({ ...plain, questions: [...plain.questions, ...plain.questions] })).toContain('OTHER_BALLOT');
});

test('nothing empty, no answer twice, no unknown language, none twice', async () => {
  expect(await refused(asking('Rutsche', ' ', 'Nichts'))).toContain('TOO_SHORT');
  expect(await refused(asking('Rutsche', 'Rutsche', 'Nichts'))).toContain('SAME_OPTION_TWICE');
  expect(await refused({ ...plain, title: '' })).toContain('TOO_SHORT');
  expect(await refused({ ...plain, locale: 'tlh' })).toContain('UNKNOWN_LOCALE');
  expect(await refused({ ...plain, locale: 'de' })).toContain('UNKNOWN_LOCALE');
  expect(await refused(plain, plain)).toContain('SAME_LOCALE_TWICE');
});
