import { expect } from 'vitest';
import { toGlobalId } from '../../kernel/ids.ts';
import { givenPeople, type Place, type Somebody } from '../../testing/builders.ts';
import { ask, askData } from '../../testing/client.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('before the answer nothing is chosen; the answer follows the town, and the newest one counts', async ({
  app,
  town,
}) => {
  const [anna] = (await givenPeople(app, town, 1, false)) as [Somebody];
  const answers = ['OWN_REPORTS NOW', 'FOLLOWED_REPORTS NOW', 'ATTENDING NOW'];
  expect(await stateOf(app, town, anna)).toEqual([null, answers]);

  const answer = async (choice: string) =>
    (await askData(app.port, anna, choose, { input: { municipalityId: townId(town), choice, locale: 'de' } }))
      .chooseStart;
  expect(await answer('WEEKLY')).toEqual({ choice: 'WEEKLY', userErrors: [] });
  expect(await stateOf(app, town, anna)).toEqual(['WEEKLY', ['GROUP WEEKLY', 'TAKING_PART WEEKLY', ...answers]]);
  await answer('APP_ONLY');
  expect(await stateOf(app, town, anna)).toEqual(['APP_ONLY', answers]);

  const kept: { choice: string; ip: string | null }[] = await app.services.em
    .fork()
    .execute('select choice, ip from consent where recipient_id = ? order by id', [anna.personId]);
  expect(kept.map(({ choice }) => choice)).toEqual(['WEEKLY', 'APP_ONLY']);
  expect(kept.every(({ ip }) => ip !== null && !ip.includes('127.0.0.1'))).toBe(true);
});

test('nobody answers without an account, and an unknown language is refused', async ({ app, town }) => {
  const input = { municipalityId: townId(town), choice: 'WEEKLY', locale: 'xx' };
  const [bert] = (await givenPeople(app, town, 1, false)) as [Somebody];
  expect((await askData(app.port, bert, choose, { input })).chooseStart.userErrors).toEqual([
    { code: 'UNKNOWN_LOCALE', path: ['locale'] },
  ]);
  const signedOut = await ask(app.port, {}, choose, { input: { ...input, locale: 'de' } });
  expect(signedOut.errors?.[0]?.extensions?.code).toBe('UNAUTHENTICATED');
  expect(await stateOf(app, town, bert)).toMatchObject([
    null,
    ['OWN_REPORTS NOW', 'FOLLOWED_REPORTS NOW', 'ATTENDING NOW'],
  ]);
});

const choose = `mutation($input: ChooseStartInput!) { chooseStart(input: $input) { choice userErrors { code path } } }`;
const read = `query($id: ID!) { viewer { startChoice(municipalityId: $id)
  preferences(municipalityId: $id) { interest group { id } channel mode } } }`;

const townId = (town: Place): string => toGlobalId('Municipality', town.municipalityId);

/** Modes of e-mail that differ from "OFF", by interest, and the answer. */
async function stateOf(
  app: TestServer,
  town: Place,
  who: Somebody,
): Promise<[choice: string | null, modes: readonly string[]]> {
  const { viewer } = await askData(app.port, who, read, { id: townId(town) });
  const mails: { interest: string; channel: string; mode: string }[] = viewer.preferences;
  const modes = mails.filter(({ channel, mode }) => channel === 'EMAIL' && mode !== 'OFF');
  return [viewer.startChoice, modes.map(({ interest, mode }) => `${interest} ${mode}`)];
}
