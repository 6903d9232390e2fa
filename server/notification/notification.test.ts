import { expect, test } from 'vitest';
import { createDemoLinks } from '../identity/identity.demo.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { givenPlace } from '../testing/builders.ts';
import { openBrowser } from '../testing/browser.ts';
import type { Data } from '../testing/client.ts';
import { startTestServer } from '../testing/server.ts';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };
import { renderMail } from './notification.mails.ts';

const values = {
  code: '12345678',
  link: 'http://x.example/?a=1&b="2"',
  place: '<b>Unkel</b>\r\nBcc: a@b.de',
  minutes: '10',
};

test('values are text: escaped in the page, one line in the subject, filled once', () => {
  const { subject, text, html } = renderMail('signIn', 'de', values, { isDemo: false });
  expect(subject).toBe('Ihr Anmeldecode für <b>Unkel</b> Bcc: a@b.de');
  expect(text).toContain('\n\n12345678\n\n');
  expect(html).not.toContain('<b>Unkel');
  expect(html).toContain('href="http://x.example/?a=1&#38;b=&#34;2&#34;"');
  expect(renderMail('signIn', 'fr', { ...values, place: '{code}' }, { isDemo: false }).subject).toContain('{code}');
});

test('a paragraph without its value is left out, and a demo town says what it is', () => {
  const { text, subject, html } = renderMail('signIn', 'de', { ...values, link: '' }, { isDemo: true });
  expect(text).toMatch(/^Vorführung, keine Mitteilung der Stadt\n/);
  expect(html).toContain('Vorführung, keine Mitteilung der Stadt');
  expect(subject).toMatch(/^\[Vorführung\]/);
  expect(text).not.toContain('http');
  expect(renderMail('signIn', 'en', values, { isDemo: true }).text).toContain('Vorführung, keine Mitteilung der Stadt');
});

test('both languages say the same things', () => {
  const shape = (value: unknown): unknown =>
    typeof value === 'string'
      ? [...value.matchAll(/\{\w+\}/g)].map(String).sort()
      : Object.fromEntries(Object.entries(value ?? {}).map(([key, inner]) => [key, shape(inner)]));
  expect(shape(en)).toEqual(shape(de));
});

test('demo mode has a mailbox and one-time links for citizen, clerk and admin', async () => {
  const app = await startTestServer({ mode: 'demo' });
  const place = await givenPlace(app);
  await app.services.em.fork().nativeUpdate(Municipality, place.municipalityId, { isDemo: true });
  const browser = openBrowser(app.port);
  const request = 'mutation($i: RequestSignInInput!) { requestSignIn(input: $i) { userErrors { code } } }';
  await browser.askData(request, { i: { email: 'a@example.org', ags: place.ags } });
  const url = `http://127.0.0.1:${app.port}/mailbox`;
  const kept = async (): Promise<Data> => (await fetch(url, { headers: { accept: 'application/json' } })).json();
  await expect.poll(async () => (await kept()).length).toBe(1);
  const list = await fetch(url, { headers: { accept: 'text/html', 'accept-language': 'en' } });
  expect(list.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(await list.text()).toMatch(/<html lang="en">[^]*Outgoing mail[^]*a@example.org/);
  const mail = await (await fetch(`${url}/1`, { headers: { accept: 'text/html' } })).text();
  expect(mail).toMatch(
    /Vorführung, keine Mitteilung der Stadt[^]*<a href="http:\/\/127\.0\.0\.1:\d+\/sign-in\/[\w-]{22}">/,
  );
  expect(mail).not.toMatch(/<script|style=/);
  expect((await fetch(`${url}/99`, { headers: { accept: 'text/html' } })).status).toBe(404);

  const links = await createDemoLinks(app.services);
  const confirm = `mutation($t: String) { confirmSignIn(input: { token: $t }) { viewer { roles { role } } userErrors { code } } }`;
  const answers = [];
  for (const link of links) answers.push(await browser.askData(confirm, { t: link.url.split('/').at(-1) }));
  expect(links.map(({ as }) => as)).toEqual(['citizen', 'clerk', 'admin']);
  expect(answers.map(({ confirmSignIn: { viewer } }) => viewer.roles)).toEqual([
    ...[[], [{ role: 'CLERK' }], [{ role: 'ADMIN' }]],
  ]);
  const used = await browser.askData(confirm, { t: links[0]?.url.split('/').at(-1) });
  expect(used.confirmSignIn.userErrors).toEqual([{ code: 'UNKNOWN_LINK' }]);
  await app.stop();
});

test('installation mode has neither', async () => {
  const app = await startTestServer();
  for (const path of ['/mailbox', '/mailbox/1', '/mailbox.css']) {
    const answer = await fetch(`http://127.0.0.1:${app.port}${path}`, { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(404);
  }
  expect(await createDemoLinks(app.services)).toEqual([]);
  await app.stop();
});
