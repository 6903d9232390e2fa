import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, givenPlace, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData } from '../../testing/client.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

let app: TestServer;
let place: Place;

beforeAll(async () => {
  app = await startTestServer();
  place = await givenPlace(app);
});
afterAll(() => app.stop());

const choose = `mutation($input: ChooseStartInput!) { chooseStart(input: $input) { choice userErrors { code path } } }`;
const read = `query($id: ID!) { viewer { startChoice(municipalityId: $id)
  preferences(municipalityId: $id) { interest group { id } channel mode } } }`;

const townId = (): string => toGlobalId('Municipality', place.municipalityId);

/** Modes of e-mail that differ from "OFF", by interest, and the answer. */
async function stateOf(who: Somebody): Promise<[choice: string | null, modes: readonly string[]]> {
  const { viewer } = await askData(app.port, who, read, { id: townId() });
  const mails: { interest: string; channel: string; mode: string }[] = viewer.preferences;
  const modes = mails.filter(({ channel, mode }) => channel === 'EMAIL' && mode !== 'OFF');
  return [viewer.startChoice, modes.map(({ interest, mode }) => `${interest} ${mode}`)];
}

test('before the answer nothing is chosen; the answer follows the town, and the newest one counts', async () => {
  const [anna] = (await givenPeople(app, place, 1, false)) as [Somebody];
  const answers = ['OWN_REPORTS NOW', 'FOLLOWED_REPORTS NOW', 'ATTENDING NOW'];
  expect(await stateOf(anna)).toEqual([null, answers]);

  const answer = async (choice: string) =>
    (await askData(app.port, anna, choose, { input: { municipalityId: townId(), choice, locale: 'de' } })).chooseStart;
  expect(await answer('WEEKLY')).toEqual({ choice: 'WEEKLY', userErrors: [] });
  expect(await stateOf(anna)).toEqual(['WEEKLY', ['GROUP WEEKLY', 'TAKING_PART WEEKLY', ...answers]]);
  await answer('APP_ONLY');
  expect(await stateOf(anna)).toEqual(['APP_ONLY', answers]);

  const kept: { choice: string; ip: string | null }[] = await app.services.em
    .fork()
    .execute('select choice, ip from consent where recipient_id = ? order by id', [anna.personId]);
  expect(kept.map(({ choice }) => choice)).toEqual(['WEEKLY', 'APP_ONLY']);
  expect(kept.every(({ ip }) => ip !== null && !ip.includes('127.0.0.1'))).toBe(true);
});

test('nobody answers without an account, and an unknown language is refused', async () => {
  const input = { municipalityId: townId(), choice: 'WEEKLY', locale: 'xx' };
  const [bert] = (await givenPeople(app, place, 1, false)) as [Somebody];
  expect((await askData(app.port, bert, choose, { input })).chooseStart.userErrors).toEqual([
    { code: 'UNKNOWN_LOCALE', path: ['locale'] },
  ]);
  const signedOut = await ask(app.port, {}, choose, { input: { ...input, locale: 'de' } });
  expect(signedOut.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect(await stateOf(bert)).toMatchObject([null, ['OWN_REPORTS NOW', 'FOLLOWED_REPORTS NOW', 'ATTENDING NOW']]);
});
