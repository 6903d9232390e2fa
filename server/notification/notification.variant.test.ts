import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenStaff, type Somebody } from '../testing/builders.ts';
import { ask, askData } from '../testing/client.ts';
import { givenPost } from '../testing/posts.ts';
import { test } from '../testing/fixtures.ts';

test('one post arrives in the language of each reader, or as it was written', async ({ app, town, mail }) => {
  const [anna, bert, cem] = (await givenPeople(app, town, 3)) as [Somebody, Somebody, Somebody];
  const group = toGlobalId('Group', town.groupId);
  for (const who of [anna, bert, cem]) {
    await askData(app.port, who, set, { input: { groupId: group, interest: 'GROUP', channel: 'EMAIL', mode: 'NOW' } });
  }
  const { chooseLanguage } = await askData(app.port, anna, choose, { locale: 'de-x-leicht' });
  expect(chooseLanguage).toEqual({ viewer: { locale: 'de-x-leicht' }, userErrors: [] });
  await askData(app.port, cem, choose, { locale: 'en' });
  await givenPost(app, town, await givenStaff(app, town, 'EDITOR'), {
    title: 'Sperrung der Linzer Straße',
    body: 'Wegen Bauarbeiten.',
    variants: [{ locale: 'de-x-leicht', title: 'Die Straße ist zu', body: 'Wir bauen.' }],
  });
  const received = async ({ personId }: Somebody) => (await mail.next(`${personId}@example.org`)).text;
  expect(await received(anna)).toMatch(/Guten Tag[^]* schreibt:[^]*Die Straße ist zu[^]*Wir bauen\.[^]*Ein Computer/);
  expect(await received(bert)).toMatch(/Guten Tag[^]*Sperrung der Linzer Straße[^]*Wegen Bauarbeiten\./);
  expect(await received(cem)).toMatch(/Hello[^]*Sperrung der Linzer Straße[^]*Wegen Bauarbeiten\./);
});

test('a language is for people with an account, and one that we speak', async ({ app, town }) => {
  const [anna] = (await givenPeople(app, town, 1)) as [Somebody];
  expect((await ask(app.port, {}, choose, { locale: 'en' })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const { chooseLanguage } = await askData(app.port, anna, choose, { locale: 'tlh' });
  expect(chooseLanguage).toEqual({ viewer: null, userErrors: [{ code: 'UNKNOWN_LOCALE', path: ['locale'] }] });
});

const choose = `mutation($locale: String!) { chooseLanguage(input: { locale: $locale }) { viewer { locale } userErrors { code path } } }`;
const set = `mutation($input: SetPreferenceInput!) { setPreference(input: $input) { userErrors { code } } }`;
