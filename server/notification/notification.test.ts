import { expect, test } from 'vitest';
import { createDemoLinks, type DemoLink } from '../identity/identity.demo.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { openBrowser } from '../testing/browser.ts';
import { givenPlace } from '../testing/builders.ts';
import type { Data } from '../testing/client.ts';
import { startTestServer } from '../testing/server.ts';

test('demo mode has a mailbox and one-time links for citizen, clerk and admin', async () => {
  // A server of its own: it runs in demo mode.
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
  expect(await list.text()).toMatch(/<html lang="en">[^]*outgoing messages[^]*a@example.org/);
  const mail = await (await fetch(`${url}/1`, { headers: { accept: 'text/html' } })).text();
  expect(mail).toMatch(
    /Vorführung, keine Mitteilung der Gemeinde[^]*<a href="http:\/\/127\.0\.0\.1:\d+\/sign-in\/[\w-]{22}\?town=\d{8}">/,
  );
  expect(mail).not.toMatch(/<script|style=/);
  expect((await fetch(`${url}/99`, { headers: { accept: 'text/html' } })).status).toBe(404);

  const links = await createDemoLinks(app.services);
  const confirm = `mutation($t: String!) { confirmSignIn(input: { token: $t }) { viewer { roles { role } } userErrors { code } } }`;
  const answers = [];
  for (const link of links) answers.push(await browser.askData(confirm, { t: tokenIn(link) }));
  expect(links.map(({ as }) => as)).toEqual(['citizen', 'clerk', 'admin', 'operator']);
  expect(answers.map(({ confirmSignIn: { viewer } }) => viewer.roles)).toEqual([
    [],
    [{ role: 'CLERK' }],
    [{ role: 'ADMIN' }],
    [{ role: 'OPERATOR' }],
  ]);
  const used = await browser.askData(confirm, { t: tokenIn(links[0]) });
  expect(used.confirmSignIn.userErrors).toEqual([{ code: 'UNKNOWN_LINK' }]);
  await app.stop();
});

function tokenIn(link: DemoLink | undefined): string | undefined {
  return /\/sign-in\/([\w-]+)/.exec(link?.url ?? '')?.[1];
}

test('installation mode has neither', async () => {
  const app = await startTestServer();
  for (const path of ['/mailbox', '/mailbox/1', '/mailbox.css']) {
    const answer = await fetch(`http://127.0.0.1:${app.port}${path}`, { headers: { accept: 'application/json' } });
    expect(answer.status).toBe(404);
  }
  expect(await createDemoLinks(app.services)).toEqual([]);
  await app.stop();
});
