import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Browser, openBrowser } from '../testing/browser.ts';
import { givenPlace, type Place } from '../testing/builders.ts';
import { ask, type Data } from '../testing/client.ts';
import { test } from '../testing/fixtures.ts';
import type { MailServer, ReceivedMail } from '../testing/mail.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

let app: TestServer;
let mail: MailServer;
let place: Place;
let addresses = 0;

test.beforeAll(async ({ app: server, mail: smtp }) => {
  app = server;
  mail = smtp;
  place = await givenPlace(app, 'Unkel');
});

const request = `mutation($email: String!, $ags: String, $locale: String, $next: String) {
  requestSignIn(input: { email: $email, ags: $ags, locale: $locale, next: $next }) { expiresAt userErrors { code path message } } }`;
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
  return { ...received, ...readMail(received) };
}
function readMail({ text }: ReceivedMail): { code: string; token: string } {
  const [code = ''] = /^\d{4} \d{4}$/m.exec(text) ?? [];
  return { code: code.replace(' ', ''), token: /\/sign-in\/([\w-]+)/.exec(text)?.[1] ?? '' };
}
function wrongFor(code: string): string {
  return code === '00000000' ? '00000001' : '00000000';
}
async function pendingOf(email: string): Promise<unknown[]> {
  return app.services.em.fork().execute('select id from sign_in where email = ?', [email]);
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
  expect(text).toMatch(new RegExp(`/sign-in/[\\w-]{22}\\?town=${place.ags}$`, 'm'));
  expect(await confirmWith(newBrowser(), { code })).toMatchObject({
    viewer: null,
    userErrors: [{ code: 'CODE_EXPIRED' }],
  });
  const { viewer, userErrors } = await confirmWith(browser, { code: ` ${code.slice(0, 4)} ${code.slice(4)} ` });
  expect([viewer.email, viewer.locale, viewer.roles, userErrors]).toEqual([email, 'de', [], []]);
  expect((await browser.askData('{ viewer { id email } }')).viewer).toEqual({ id: viewer.id, email });
  expect(codesOf(await confirmWith(browser, { code }))).toEqual(['CODE_EXPIRED']);
  expect(await pendingOf(email)).toEqual([]);
});

test('a new account joins the group of its town once, and can leave it', async () => {
  const standing = 'query($ags: String!) { municipality(ags: $ags) { townGroup { id viewerIsMember } } }';
  const readTown = async (): Promise<Data> =>
    (await browser.askData(standing, { ags: place.ags })).municipality.townGroup;
  const browser = newBrowser();
  const email = newEmail();
  await confirmWith(browser, { code: (await requestCode(browser, email)).code });
  const { id, viewerIsMember } = await readTown();
  expect(viewerIsMember).toBe(true);
  await browser.askData('mutation($id: ID!) { leaveGroup(input: { groupId: $id }) { userErrors { code } } }', { id });
  await confirmWith(browser, { code: (await requestCode(browser, email)).code });
  expect((await readTown()).viewerIsMember).toBe(false);
});

test('the link leads to the wanted page of this site, and to no other site', async () => {
  for (const [next, query] of [
    [`/${place.ags}/polls?a=b#poll-UG9s`, `town=${place.ags}&next=%2F${place.ags}%2Fpolls%3Fa%3Db%23poll-UG9s`],
    ['//evil.example', `town=${place.ags}`],
    ['https://evil.example/', `town=${place.ags}`],
  ]) {
    const email = newEmail();
    await newBrowser().askData(request, { email, ags: place.ags, next });
    const { text } = await mail.next(email);
    expect(/\/sign-in\/[\w-]{22}\?(\S+)/.exec(text)?.[1]).toBe(query);
  }
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

test('five wrong codes lock the code, also when guessed all at once, but not the link', async () => {
  const browser = newBrowser();
  const { code, token } = await requestCode(browser, newEmail());
  for (const text of ['1234567', '123456789', 'abcdefgh']) {
    expect(codesOf(await confirmWith(browser, { code: text }))).toEqual(['WRONG_CODE']); // no try of the five
  }
  const wrong = wrongFor(code);
  const guesses = await Promise.all(Array.from({ length: 30 }, () => confirmWith(browser, { code: wrong })));
  const codes = guesses.flatMap(codesOf);
  expect(codes.filter((one) => one === 'WRONG_CODE')).toHaveLength(4);
  expect(codes.filter((one) => one === 'TOO_MANY_TRIES')).toHaveLength(26);
  expect(codesOf(await confirmWith(browser, { code }))).toEqual(['TOO_MANY_TRIES']);
  expect(codesOf(await confirmWith(newBrowser(), { token }))).toEqual([]);
});

test('wrong codes and requests of one browser do not touch the code of another', async () => {
  const owner = newBrowser();
  const attacker = newBrowser();
  const email = newEmail();
  const { code } = await requestCode(owner, email);
  for (let round = 0; round < 3; round++) {
    const asked = await requestCode(attacker, email);
    for (let i = 0; i < 6; i++) await confirmWith(attacker, { code: wrongFor(asked.code) });
  }
  expect(codesOf(await confirmWith(attacker, { code }))).toEqual(['TOO_MANY_TRIES']);
  expect(codesOf(await confirmWith(owner, { code }))).toEqual([]);
});

test('a browser has one active code', async () => {
  const browser = newBrowser();
  const email = newEmail();
  const first = await requestCode(browser, email);
  const cookie = browser.cookies.get('pending') ?? '';
  const second = await requestCode(browser, email);
  expect(browser.cookies.get('pending')).not.toBe(cookie);
  expect(codesOf(await confirmWith(browser, { code: first.code }))).toEqual(['WRONG_CODE']);
  expect(codesOf(await confirmWith(browser, { code: second.code }))).toEqual([]);
});

test('a link is valid for an hour whatever is requested later, and works once', async () => {
  const email = newEmail();
  const asking = newBrowser();
  const first = await requestCode(asking, email);
  const [late] = await pendingOf(email);
  for (const browser of [asking, newBrowser(), newBrowser()]) await requestCode(browser, email);
  const em = app.services.em.fork();
  const ages = `select extract(epoch from code_expires_at - now()) as code, extract(epoch from expires_at - now()) as link
    from sign_in where email = ?`;
  for (const { code, link } of await em.execute(ages, [email])) {
    expect([Math.round(code / 60), Math.round(link / 60)]).toEqual([10, 60]);
  }
  await em.execute(`update sign_in set code_expires_at = now() where email = ?`, [email]);
  expect(codesOf(await confirmWith(asking, { code: first.code }))).toEqual(['CODE_EXPIRED']);
  expect((await confirmWith(newBrowser(), { token: first.token })).viewer).toMatchObject({ email });
  expect(codesOf(await confirmWith(newBrowser(), { token: first.token }))).toEqual(['UNKNOWN_LINK']);
  expect(await pendingOf(email)).not.toContainEqual(late);
  const { token } = await requestCode(newBrowser(), email);
  await em.execute(`update sign_in set expires_at = now() where email = ?`, [email]);
  expect(codesOf(await confirmWith(newBrowser(), { token }))).toEqual(['LINK_EXPIRED']);
});

test('a session ends when it is not used', async () => {
  const browser = newBrowser();
  const email = newEmail();
  const em = app.services.em.fork();
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

test('three mails per mailbox and client in a quarter of an hour; the newest code goes on working', async () => {
  const email = newEmail();
  const browser = newBrowser();
  const mails = [];
  for (let i = 0; i < 3; i++) mails.push(await requestCode(browser, email));
  const { requestSignIn } = await browser.askData(request, { email });
  expect(requestSignIn).toEqual({ expiresAt: expect.any(String), userErrors: [] });
  expect(await pendingOf(email)).toHaveLength(3);
  const { token } = await requestCode(newBrowser(), email);
  expect(codesOf(await confirmWith(browser, { code: mails[2]?.code }))).toEqual([]);
  browser.cookies.clear();
  expect((await browser.ask(request, { email })).errors).toBeUndefined();
  for (const used of [token, mails[0]?.token, mails[1]?.token]) await confirmWith(newBrowser(), { token: used });
  const refused = await browser.ask(request, { email }); // no link is left that could be used instead
  expect(refused.errors?.[0]?.extensions.code).toBe('RATE_LIMITED');
});

test('ten mails per mailbox in an hour; beyond that the newest mail signs in', async () => {
  const email = newEmail();
  const known = newBrowser();
  await confirmWith(known, { code: (await requestCode(known, email)).code });
  await known.askData('mutation { signOut { userErrors { code } } }');
  expect([...known.cookies.keys()]).toEqual(['device']);
  const strangers = Array.from({ length: 14 }, () => newBrowser());
  const answers = await Promise.all(strangers.map((browser) => browser.askData(request, { email })));
  for (const { requestSignIn } of answers) {
    expect(requestSignIn).toEqual({ expiresAt: expect.any(String), userErrors: [] });
  }
  expect(strangers.every(({ cookies }) => cookies.get('pending')?.length === 43)).toBe(true);
  expect(await pendingOf(email)).toHaveLength(10);
  const received = [];
  for (let i = 0; i < 10; i++) received.push(readMail(await mail.next(email)));
  const own = newBrowser();
  await own.askData(request, { email });
  const newest = received.at(-1);
  expect(codesOf(await confirmWith(own, { code: newest?.code }))).toEqual(['CODE_EXPIRED']);
  expect((await confirmWith(own, { token: newest?.token })).viewer.email).toBe(email);
  await newBrowser().askData(request, { email }); // a used link makes room for a new mail
  await mail.next(email);
  expect(await pendingOf(email)).toHaveLength(10);
  const { code } = await requestCode(known, email); // strangers do not use up the mails of a known device
  expect((await confirmWith(known, { code })).viewer.email).toBe(email);
  await expect(mail.next(email, 200)).rejects.toThrow('no mail');
});

test('a refused request uses up no mail', async () => {
  const email = newEmail();
  const browser = newBrowser();
  for (let i = 0; i < 4; i++) {
    const unknown = await browser.ask(request, { email, ags: '99999999' });
    expect(unknown.errors?.[0]?.extensions.code).toBe('NOT_FOUND');
    expect(codesOf((await browser.askData(request, { email, locale: 'xx' })).requestSignIn)).toEqual([
      'UNKNOWN_LOCALE',
    ]);
  }
  await requestCode(browser, email);
});

test('a device counts for the mailbox that signed in there, and cannot be forged', async () => {
  const device = newBrowser();
  const other = newBrowser();
  const email = newEmail();
  await confirmWith(device, { code: (await requestCode(device, email)).code });
  const cookie = device.cookies.get('device') ?? '';
  await confirmWith(device, { token: (await requestCode(newBrowser(), email)).token });
  expect(device.cookies.get('device')).toBe(cookie);
  const seal = cookie.split('.')[1] ?? '';
  const victim = newEmail();
  const forgeries = [cookie, `forged.${seal}`, `.${seal}`, '.', 'forged', ''];
  for (let i = 0; i < 10; i++) await newBrowser().askData(request, { email: victim });
  for (const forged of forgeries) {
    other.cookies.set('device', forged);
    await other.askData(request, { email: victim });
  }
  expect(await pendingOf(victim)).toHaveLength(10);
});

test('known and unknown addresses get the same answer, also beyond the limits', async () => {
  const known = newEmail();
  const first = newBrowser();
  await confirmWith(first, { code: (await requestCode(first, known)).code });
  const answersFor = async (email: string): Promise<string[]> => {
    const shapes = [];
    for (let i = 0; i < 12; i++) {
      const browser = newBrowser();
      const { requestSignIn } = await browser.askData(request, { email });
      const text = JSON.stringify([requestSignIn, browser.setCookies]);
      shapes.push(text.replace(/"\d{4}-[^"]+Z"/, 'TIME').replace(/pending=[\w-]{43};/, 'TOKEN;'));
    }
    return [...new Set(shapes)];
  };
  const answers = await answersFor(known);
  expect(answers).toHaveLength(1);
  expect(await answersFor(newEmail())).toEqual(answers);
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
  expect(plain.setCookies.at(0)).toMatch(/^pending=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=600$/);
  expect(plain.setCookies.find((line) => line.startsWith('session='))).toMatch(
    /^session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=2592000$/,
  );
  expect(plain.setCookies.find((line) => line.startsWith('device='))).toMatch(
    /^device=[\w-]{22}\.[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=34560000$/,
  );
  // A server of its own: its public address has https.
  const secure = await startTestServer({ smtpUrl: mail.url, trustProxy: 1, publicUrl: 'https://ortsfunk.example' });
  try {
    const browser = newBrowser(secure);
    const email = newEmail();
    await browser.askData(request, { email });
    const { text, headers } = await mail.next(email);
    expect(headers.get('from')).toBe('Ortsfunk <noreply@ortsfunk.example>');
    expect(text).toMatch(/^https:\/\/ortsfunk\.example\/sign-in\/[\w-]{22}$/m);
    expect((await confirmWith(browser, { code: /^\d{4} \d{4}$/m.exec(text)?.[0] })).viewer.email).toBe(email);
    expect([...browser.cookies.keys()].sort()).toEqual(['__Host-device', '__Host-session']);
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
