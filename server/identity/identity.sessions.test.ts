import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { hashToken } from '../kernel/secrets.ts';
import { openAuthenticator } from '../testing/authenticator.ts';
import { openBrowser } from '../testing/browser.ts';
import { givenPerson, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type Answer, ask, askData, type Data, type Identified } from '../testing/client.ts';
import { test } from '../testing/fixtures.ts';
import { emailOf } from '../testing/residence.ts';
import type { MailServer } from '../testing/mail.ts';
import type { TestServer } from '../testing/server.ts';
import { deviceName } from './identity.device.rules.ts';
import { Passkey, Session } from './identity.entity.ts';

let mailbox: MailServer;
let app: TestServer;
let place: Place;

test.beforeAll(async ({ app: server, mail: smtp }) => {
  app = server;
  mailbox = smtp;
  place = await givenPlace(app, 'Unkel');
});

const codeOf = ({ errors, data }: Answer): unknown => {
  const [first] = Object.values(data ?? {});
  return errors?.[0]?.extensions?.code ?? (first as Data)?.userErrors?.[0]?.code ?? 'OK';
};
const own = '{ viewer { needsPasskey sessions { sessionId device method lastUsedOn isCurrent } } }';
const endOne =
  'mutation($id: ID!) { endSession(input: { id: $id }) { viewer { sessions { sessionId } } userErrors { code } } }';
const endOthers = 'mutation { endOtherSessions { viewer { sessions { isCurrent } } userErrors { code } } }';
const reset = `mutation($input: ResetPasskeysInput!) { resetPasskeys(input: $input) { member { email } userErrors { code } } }`;
const startAdding = 'mutation { it: startPasskey { options userErrors { code } } }';
const add = `mutation($input: AddPasskeyInput!) { it: addPasskey(input: $input) {
  viewer { needsPasskey } userErrors { code } } }`;
const townOf = ({ municipalityId }: Place): string => toGlobalId('Municipality', municipalityId);

/** Signs a person in once more, as another browser would. */
async function anotherSession({ personId }: Somebody, device: string | null = null): Promise<Identified> {
  const token = `another-${Math.random()}`;
  const em = app.services.em.fork();
  const session = { id: crypto.randomUUID(), tokenHash: hashToken(token), person: personId, device };
  const row = em.create(Session, { ...session, expiresAt: new Date(Date.now() + 86_400_000) }, { partial: true });
  await em.persist(row).flush();
  return { token };
}

/** Opens the person's session as one by mail, as after `npm run admin` and the first sign-in. */
async function signedInByMail(somebody: Somebody): Promise<Somebody> {
  await app.services.em.fork().nativeUpdate(Session, { person: somebody.personId }, { method: 'EMAIL' });
  return somebody;
}

async function addKey(who: Identified & { readonly token: string }): Promise<Answer> {
  const browser = openBrowser(app.port, '198.51.100.7');
  browser.cookies.set('session', who.token);
  const { it }: Data = await browser.askData(startAdding);
  const response = openAuthenticator(`http://localhost:${app.port}`).create(it.options);
  return browser.ask(add, { input: { response, name: 'Diensthandy' } });
}

test.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0', 'Firefox, Windows'],
  [
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile Safari/604.1',
    'Safari, iPhone',
  ],
  [
    'Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Mobile Safari/537.36',
    'Chrome, Android',
  ],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0', 'Edge, Windows'],
  ['curl/8.0', null],
  [undefined, null],
])('a device is named by browser and system: %s', (agent, name) => {
  expect(deviceName(agent)).toBe(name);
});

test('a person sees the own sessions, ends one or all others, and its sockets close', async () => {
  const citizen = await givenPerson(app, place);
  const stranger = await givenPerson(app, place);
  const phone = await anotherSession(citizen, 'Safari, iPhone');
  await anotherSession(citizen);
  const { viewer }: Data = await askData(app.port, citizen, own);
  expect(viewer.sessions).toHaveLength(3);
  expect(viewer.sessions.filter((one: Data) => one.isCurrent)).toHaveLength(1);
  const ofPhone = viewer.sessions.find((one: Data) => one.device === 'Safari, iPhone');
  const onPhone = openBrowser(app.port);
  onPhone.cookies.set('session', phone.token ?? '');
  const { closed } = await onPhone.openSocket();
  await askData(app.port, stranger, endOne, { id: ofPhone.sessionId });
  expect((await askData(app.port, phone, own)).viewer).not.toBeNull(); // of another account: nothing happened
  await askData(app.port, citizen, endOne, { id: ofPhone.sessionId });
  expect((await askData(app.port, phone, own)).viewer).toBeNull();
  expect(await closed).toBe(4403);
  const { endOtherSessions: left }: Data = await askData(app.port, citizen, endOthers);
  expect(left.viewer.sessions).toEqual([{ isCurrent: true }]);
});

test('an admin without a passkey adds the first one and can do nothing else before', async () => {
  const admin = await signedInByMail(await givenStaff(app, place));
  const grant = `mutation($input: GrantRoleInput!) { grantRole(input: $input) { userErrors { code } } }`;
  const input = { municipalityId: townOf(place), email: 'neu@example.org', role: 'EDITOR' };
  const language = 'mutation { chooseLanguage(input: { locale: "en" }) { userErrors { code } } }';
  const staff = `{ municipality(ags: "${place.ags}") { staff { email } } }`;
  expect((await askData(app.port, admin, own)).viewer.needsPasskey).toBe(true);
  expect(codeOf(await ask(app.port, admin, grant, { input }))).toBe('PASSKEY_REQUIRED');
  expect(codeOf(await ask(app.port, admin, language))).toBe('PASSKEY_REQUIRED');
  expect(codeOf(await ask(app.port, admin, staff))).toBe('FORBIDDEN');
  const upload = await fetch(`http://127.0.0.1:${app.port}/photos`, {
    method: 'POST',
    headers: { cookie: `session=${admin.token}`, 'apollo-require-preflight': 'true' },
  });
  expect(upload.status).toBeGreaterThanOrEqual(400);
  expect((await addKey(admin)).data).toMatchObject({ it: { viewer: { needsPasskey: false }, userErrors: [] } });
  expect(codeOf(await ask(app.port, admin, grant, { input }))).toBe('OK');
});

test('a session by mail of an admin with a passkey adds no second one: a mailbox alone is not enough', async () => {
  const admin = await signedInByMail(await givenStaff(app, place));
  await addKey(admin);
  const byMail = await anotherSession(admin);
  expect(codeOf(await ask(app.port, byMail, startAdding))).toBe('PASSKEY_REQUIRED');
  expect((await askData(app.port, byMail, own)).viewer.needsPasskey).toBe(true);
});

test('control: the same session of an editor, who needs no passkey, may do both', async () => {
  const editor = await givenStaff(app, place, 'EDITOR');
  await addKey(editor);
  const byMail = await anotherSession(editor);
  expect((await askData(app.port, byMail, own)).viewer.needsPasskey).toBe(false);
  expect(codeOf(await ask(app.port, byMail, startAdding))).not.toBe('PASSKEY_REQUIRED');
});

test('the last passkey of an admin stays', async () => {
  const admin = await signedInByMail(await givenStaff(app, place));
  await addKey(admin);
  const [key] = await app.services.em.fork().find(Passkey, { person: admin.personId });
  const remove = 'mutation($id: ID!) { removePasskey(input: { id: $id }) { userErrors { code } } }';
  expect(codeOf(await ask(app.port, admin, remove, { id: toGlobalId('Passkey', key?.id ?? '') }))).toBe('LAST_PASSKEY');
});

test('another admin resets lost passkeys: sessions end, a mail tells it, the next sign-in adds the first one', async () => {
  const admin = await givenStaff(app, place);
  const lost = await signedInByMail(await givenStaff(app, place));
  await addKey(lost);
  const input = { municipalityId: townOf(place), personId: toGlobalId('Person', lost.personId) };
  const email = emailOf(lost);
  expect(codeOf(await ask(app.port, lost, reset, { input }))).toBe('OWN_PASSKEYS');
  const elsewhere = await givenStaff(app, await givenPlace(app, 'Linz'));
  expect(codeOf(await ask(app.port, elsewhere, reset, { input }))).toBe('FORBIDDEN');
  expect(codeOf(await ask(app.port, await givenStaff(app, place, 'EDITOR'), reset, { input }))).toBe('FORBIDDEN');
  expect(codeOf(await ask(app.port, admin, reset, { input }))).toBe('OK');
  expect((await askData(app.port, lost, own)).viewer).toBeNull();
  const mail = await mailbox.next(email);
  expect(mail.headers.get('subject')).toMatch(/Passkeys/);
  const again = await anotherSession(lost);
  expect(codeOf(await ask(app.port, again, startAdding))).not.toBe('PASSKEY_REQUIRED');
});

test('roles and keys change only shortly after a sign-in or a check of the passkey', async () => {
  const admin = await givenStaff(app, place);
  const long = new Date(Date.now() - 16 * 60_000);
  await app.services.em.fork().nativeUpdate(Session, { person: admin.personId }, { provenAt: long });
  const input = { municipalityId: townOf(place), email: 'neu@example.org', role: 'EDITOR' };
  const grant = `mutation($input: GrantRoleInput!) { grantRole(input: $input) { userErrors { code } } }`;
  expect(codeOf(await ask(app.port, admin, grant, { input }))).toBe('SIGN_IN_AGAIN');
});
