import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Browser, openBrowser } from '../testing/browser.ts';
import { givenPlace, type Place } from '../testing/builders.ts';
import { ask, type Data } from '../testing/client.ts';
import { type MailServer, type ReceivedMail, startMailServer } from '../testing/mail.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
let addresses = 0;

beforeAll(async () => {
  mail = await startMailServer();
  app = await startTestServer({ smtpUrl: mail.url, trustProxy: 1 });
  place = await givenPlace(app, 'Unkel');
});
afterAll(async () => {
  await app.stop();
  await mail.stop();
});

const request = `mutation($email: String!, $ags: String, $locale: String) {
  requestSignIn(input: { email: $email, ags: $ags, locale: $locale }) { expiresAt userErrors { code path message } } }`;
const confirm = `mutation($input: ConfirmSignInInput!) { confirmSignIn(input: $input) {
  viewer { id email locale roles { role } } userErrors { code path message } } }`;

function newEmail(): string {
  return `${randomUUID()}@example.org`;
}
/** Browser with its own IP address, so that the limit per client does not apply; a separate test covers that limit. */
function newBrowser(server = app): Browser {
  return openBrowser(server.port, `198.51.100.${++addresses}`);
}
async function requestCode(browser: Browser, email: string): Promise<ReceivedMail & { code: string; token: string }> {
  const { requestSignIn } = await browser.askData(request, { email: email.toUpperCase(), ags: place.ags });
  expect(requestSignIn.userErrors).toEqual([]);
  const received = await mail.next(email);
  const [code = ''] = /^\d{8}$/m.exec(received.text) ?? [];
  return { ...received, code, token: /\/sign-in\/([\w-]+)/.exec(received.text)?.[1] ?? '' };
}
async function confirmWith(browser: Browser, input: object): Promise<Data> {
  return (await browser.askData(confirm, { input })).confirmSignIn;
}
function codesOf({ userErrors }: Data): string[] {
  return userErrors.map((error: Data) => error.code);
}

test('the code signs in the browser that asked, once', async () => {
  const browser = newBrowser();
  const email = newEmail();
  const { code, headers, text } = await requestCode(browser, email);
  expect(headers.get('to')).toBe(email);
  expect(headers.get('from')).toBe('Ortsfunk <noreply@localhost>');
  expect(headers.get('message-id')).toMatch(/^<sign-in\.[\w-]+@localhost>$/);
  expect(text).toContain('Unkel');
  expect(await confirmWith(newBrowser(), { code })).toMatchObject({
    viewer: null,
    userErrors: [{ code: 'CODE_EXPIRED' }],
  });
  const { viewer, userErrors } = await confirmWith(browser, { code: ` ${code.slice(0, 4)} ${code.slice(4)} ` });
  expect([viewer.email, viewer.locale, viewer.roles, userErrors]).toEqual([email, 'de', [], []]);
  expect((await browser.askData('{ viewer { id email } }')).viewer).toEqual({ id: viewer.id, email });
  expect(codesOf(await confirmWith(browser, { code }))).toEqual(['CODE_EXPIRED']);
  const left = await app.services.em.fork().execute('select 1 from sign_in where email = ?', [email]);
  expect(left).toEqual([]);
});

test('the link works in any browser, once, and speaks the asked language', async () => {
  const email = newEmail();
  const asking = newBrowser();
  await asking.askData(request, { email, locale: 'en' });
  const { text, headers } = await mail.next(email);
  const token = /\/sign-in\/([\w-]+)/.exec(text)?.[1] ?? '';
  expect(headers.get('subject')).toBe('Your sign-in code for Ortsfunk');
  expect(token).toHaveLength(22);
  const phone = newBrowser();
  const late = newBrowser();
  expect((await confirmWith(phone, { token })).viewer).toMatchObject({ email, locale: 'en' });
  expect(codesOf(await confirmWith(late, { token }))).toEqual(['UNKNOWN_LINK']);
  expect((await late.askData('{ viewer { id } }')).viewer).toBeNull();
});

test('five wrong codes lock code and link, also when guessed all at once', async () => {
  const browser = newBrowser();
  const email = newEmail();
  const { code, token } = await requestCode(browser, email);
  const wrong = code === '00000000' ? '00000001' : '00000000';
  const guesses = await Promise.all(Array.from({ length: 30 }, () => confirmWith(browser, { code: wrong })));
  const codes = guesses.flatMap(codesOf).sort();
  expect(codes.filter((one) => one === 'WRONG_CODE')).toHaveLength(5);
  expect(codes.filter((one) => one === 'CODE_EXPIRED')).toHaveLength(25);
  expect(codesOf(await confirmWith(browser, { code }))).toEqual(['CODE_EXPIRED']);
  expect(codesOf(await confirmWith(browser, { token }))).toEqual(['UNKNOWN_LINK']);
  const again = await requestCode(browser, email);
  expect(codesOf(await confirmWith(browser, { code: again.code }))).toEqual([]);
});

test('codes and links end after ten minutes, sessions with their own time', async () => {
  const browser = newBrowser();
  const email = newEmail();
  const { code, token } = await requestCode(browser, email);
  const em = app.services.em.fork();
  const [row] = await em.execute(`select expires_at - now() as left from sign_in where email = ?`, [email]);
  expect(row).toBeDefined();
  await em.execute(`update sign_in set expires_at = now() - interval '1 second' where email = ?`, [email]);
  expect(codesOf(await confirmWith(browser, { code }))).toEqual(['CODE_EXPIRED']);
  expect(codesOf(await confirmWith(browser, { token }))).toEqual(['UNKNOWN_LINK']);
  await confirmWith(browser, { code: (await requestCode(browser, email)).code });
  const mine = 'where person_id = (select id from person where email = ?)';
  const expiry = async (): Promise<number> =>
    new Date((await em.execute(`select expires_at from session ${mine}`, [email]))[0]!.expires_at).getTime();
  const first = await expiry();
  await browser.askData('{ viewer { id } }');
  expect(await expiry()).toBe(first); // not written at every request
  await em.execute(`update session set expires_at = now() + interval '1 day' ${mine}`, [email]);
  await browser.askData('{ viewer { id } }');
  expect(await expiry()).toBeGreaterThanOrEqual(first); // use moves it
  await em.execute(`update session set expires_at = now() ${mine}`, [email]);
  expect((await browser.askData('{ viewer { id } }')).viewer).toBeNull();
});

test('only one sign-in per address is active', async () => {
  const browser = newBrowser();
  const email = newEmail();
  const first = await requestCode(browser, email);
  const cookie = browser.cookies.get('browser') ?? '';
  const second = await requestCode(browser, email);
  expect(browser.cookies.get('browser')).not.toBe(cookie);
  expect(codesOf(await confirmWith(newBrowser(), { token: first.token }))).toEqual(['UNKNOWN_LINK']);
  expect(codesOf(await confirmWith(browser, { code: second.code }))).toEqual([]);
});

test('bad addresses are named and nothing is sent', async () => {
  const browser = newBrowser();
  for (const email of ['nobody', 'a@b.de\nBcc: c@d.de', 'a@b.de, c@d.de', `${'x'.repeat(50_000)}@b.de`]) {
    const { requestSignIn } = await browser.askData(request, { email });
    expect(requestSignIn).toMatchObject({ expiresAt: null, userErrors: [{ code: 'BAD_EMAIL', path: ['email'] }] });
  }
  expect(browser.setCookies).toEqual([]);
  const unknown = await browser.ask(request, { email: newEmail(), ags: '99999999' });
  expect(unknown.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
  for (const input of [{}, { code: '12345678', token: 'x' }]) {
    expect((await browser.ask(confirm, { input })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  }
  for (const token of ['', 'x', 'x'.repeat(50_000)]) {
    expect(codesOf(await confirmWith(browser, { token }))).toEqual(['UNKNOWN_LINK']);
  }
});

test('three mails per address and ten per client in a quarter of an hour', async () => {
  const email = newEmail();
  const answers = [];
  for (let i = 0; i < 4; i++) answers.push(await newBrowser().ask(request, { email }));
  expect(answers.map(({ errors }) => errors?.[0]?.extensions.code)).toEqual([
    undefined,
    undefined,
    undefined,
    'RATE_LIMITED',
  ]);
  expect(answers[3]?.errors?.[0]?.extensions.retryAfter).toBeGreaterThan(800);
  const client = newBrowser();
  for (let i = 0; i < 10; i++) await client.askData(request, { email: newEmail() });
  const refused = await client.ask(request, { email: newEmail() });
  expect(refused.errors?.[0]?.extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfter: expect.any(Number) });
});

test('signing out ends the session everywhere and closes its socket with 4403', async () => {
  const browser = newBrowser();
  const email = newEmail();
  await confirmWith(browser, { code: (await requestCode(browser, email)).code });
  const { closed, ask: askSocket } = await browser.openSocket();
  const { errors } = await askSocket('mutation { signOut { userErrors { code } } }');
  expect(errors[0].extensions.code).toBe('HTTP_ONLY');
  const token = browser.cookies.get('session');
  const start = performance.now();
  expect((await browser.askData('mutation { signOut { userErrors { code } } }')).signOut.userErrors).toEqual([]);
  expect(await closed).toBe(4403);
  console.log(`socket closed ${Math.round(performance.now() - start)} ms after signing out`);
  expect(browser.cookies.has('session')).toBe(false);
  expect((await ask(app.port, { token }, '{ viewer { id } }')).data).toEqual({ viewer: null });
  expect((await browser.askData('mutation { signOut { userErrors { code } } }')).signOut.userErrors).toEqual([]);
});

test('cookies: HttpOnly and Lax; with https also __Host- and Secure', async () => {
  const plain = newBrowser();
  await confirmWith(plain, { token: (await requestCode(plain, newEmail())).token });
  expect(plain.setCookies.at(0)).toMatch(/^browser=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
  expect(plain.setCookies.find((line) => line.startsWith('session='))).toMatch(
    /^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
  );
  const secure = await startTestServer({ smtpUrl: mail.url, trustProxy: 1, publicUrl: 'https://ortsfunk.example' });
  try {
    const browser = newBrowser(secure);
    const email = newEmail();
    await browser.askData(request, { email });
    const { text, headers } = await mail.next(email);
    expect(headers.get('from')).toBe('Ortsfunk <noreply@ortsfunk.example>');
    expect(text).toMatch(/^https:\/\/ortsfunk\.example\/sign-in\/[\w-]{22}$/m);
    expect((await confirmWith(browser, { code: /^\d{8}$/m.exec(text)?.[0] })).viewer.email).toBe(email);
    expect([...browser.cookies.keys()]).toEqual(['__Host-session']);
    for (const line of browser.setCookies) expect(line).toMatch(/^__Host-.*; HttpOnly; SameSite=Lax; .*; Secure$/);
    expect(
      (await ask(secure.port, { token: browser.cookies.get('__Host-session') }, '{ viewer { id } }')).data,
    ).toEqual({
      viewer: null, // a cookie without the prefix may come from a neighbouring host
    });
  } finally {
    await secure.stop();
  }
});

test('codes, links and addresses stand in no event, and in no job once it is done', async () => {
  const browser = newBrowser();
  const email = newEmail();
  const { code, token } = await requestCode(browser, email);
  await confirmWith(browser, { code });
  const em = app.services.em.fork();
  const events: object[] = await em.execute('select * from domain_event');
  const sessions: object[] = await em.execute('select * from session');
  for (const secret of [code, token, email, browser.cookies.get('session') ?? '?']) {
    expect(JSON.stringify([events, sessions])).not.toContain(secret);
  }
  await expect
    .poll(() => em.execute(`select count(*)::int as n from jobs.job where data::text like ?`, [`%${email}%`]))
    .toEqual([{ n: 0 }]);
});
