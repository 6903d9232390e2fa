import { expect } from 'vitest';
import { givenPasskey, type Authenticator } from '../testing/authenticator.ts';
import { type Browser, openBrowser } from '../testing/browser.ts';
import { givenCheck, givenPerson, givenProof, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { connect, type Data, watch } from '../testing/client.ts';
import { test } from '../testing/fixtures.ts';
import { type TestServer } from '../testing/server.ts';

let addresses = 0;
/** A browser in which the person is signed in. */
function browserOf(app: TestServer, { token }: Somebody): Browser {
  addresses += 1;
  const browser = openBrowser(app.port, `198.18.7.${addresses}`);
  browser.cookies.set('session', token);
  return browser;
}
const renew = async (browser: Browser, input: object): Promise<Data> => {
  const query = `mutation($input: RenewProofInput!) { it: renewProof(input: $input) {
    viewer { assurance { level method provenAt } } userErrors { code } } }`;
  const { data, errors }: Data = await browser.ask(query, { input });
  return errors?.[0].extensions.code ?? data.it.userErrors[0]?.code ?? data.it.viewer.assurance;
};
const optionsFor = async (browser: Browser): Promise<string> =>
  (await browser.askData('mutation { it: startPasskeySignIn { options } }')).it.options;
const present = async (browser: Browser, device: Authenticator): Promise<Data> =>
  renew(browser, { response: device.get(await optionsFor(browser)) });
const assuranceOf = async (browser: Browser): Promise<Data> =>
  (await browser.askData('{ viewer { assurance { level method provenAt } } }')).viewer.assurance;

test('a passkey renews the proof of the same session, and a stream stays open', async ({ app, town }) => {
  const person = await givenStaff(app, town, 'WARNER');
  const device = await givenPasskey(app, person);
  await givenCheck(app, person, 120);
  const client = connect(app.port, person);
  const seen: string[] = [];
  for (const event of ['connected', 'closed'] as const) client.on(event, () => seen.push(event));
  const live = watch(client, 'subscription { inbox { entries { kind } } }');
  await expect.poll(() => seen).toEqual(['connected']);
  const browser = browserOf(app, person);
  const before = Date.now();
  expect(await present(browser, device)).toMatchObject({ level: 'BASIC', method: 'PASSKEY' });
  const after = await assuranceOf(browser);
  expect(Date.parse(after.provenAt)).toBeGreaterThanOrEqual(before - 1000);
  expect(browser.cookies.get('session')).toBe(person.token);
  expect(seen).toEqual(['connected']);
  live.cancel();
  await client.dispose();
});

test('only people with a session renew a proof, over HTTP', async ({ app, town }) => {
  expect(await renew(openBrowser(app.port, '198.18.8.1'), { response: '{}' })).toBe('UNAUTHENTICATED');
  const person = await givenPerson(app, town);
  const client = connect(app.port, person);
  const query = `mutation { renewProof(input: { response: "{}" }) { userErrors { code } } }`;
  const { errors } = await watch(client, query).until(() => true);
  expect(errors?.[0]?.extensions.code).toBe('HTTP_ONLY');
  await client.dispose();
});

test('a passkey of another account changes nothing', async ({ app, town }) => {
  const person = await givenPerson(app, town);
  const stranger = await givenPasskey(app, await givenPerson(app, town));
  await givenCheck(app, person, 120);
  const browser = browserOf(app, person);
  const before = await assuranceOf(browser);
  expect(await present(browser, stranger)).toBe('BAD_PASSKEY');
  expect(await renew(browser, { response: 'no JSON' })).toBe('PASSKEY_EXPIRED');
  expect(await renew(browser, {})).toBe('PASSKEY_EXPIRED');
  expect(await assuranceOf(browser)).toEqual(before);
});

test('a code by mail renews the proof of an account without a passkey, and of no other', async ({
  app,
  town,
  mail,
}) => {
  const person = await givenPerson(app, town);
  const browser = browserOf(app, person);
  await givenCheck(app, person, 120);
  const code = await mailedCode(town, browser, `${person.personId}@example.org`, mail);
  expect(await renew(browser, { code: '00000000' })).toBe('WRONG_CODE');
  expect(Date.parse((await renew(browser, { code })).provenAt)).toBeGreaterThan(Date.now() - 60_000);
  expect(await renew(browser, { code })).toBe('CODE_EXPIRED');

  const other = await givenPerson(app, town);
  const foreign = await mailedCode(town, browser, `${other.personId}@example.org`, mail);
  expect(await renew(browser, { code: foreign })).toBe('WRONG_CODE');
  await givenPasskey(app, person);
  expect(await renew(browser, { code: foreign })).toBe('PASSKEY_REQUIRED');
});

test('neither prolongs the proof of an identity service', async ({ app, town }) => {
  const person = await givenPerson(app, town);
  const device = await givenPasskey(app, person);
  await givenProof(app, person, 'HIGH', 59);
  const browser = browserOf(app, person);
  expect(await assuranceOf(browser)).toMatchObject({ level: 'HIGH' });
  await present(browser, device);
  expect(await assuranceOf(browser)).toMatchObject({ level: 'BASIC', method: 'PASSKEY' });
});

async function mailedCode(
  { ags }: Place,
  browser: Browser,
  email: string,
  mail: { next(address: string): Promise<{ readonly text: string }> },
): Promise<string> {
  const query = 'mutation($input: RequestSignInInput!) { it: requestSignIn(input: $input) { userErrors { code } } }';
  await browser.askData(query, { input: { email, ags, locale: 'de' } });
  const { text } = await mail.next(email);
  return /\b\d{4} ?\d{4}\b/.exec(text)?.[0].replace(' ', '') ?? expect.fail(text);
}
