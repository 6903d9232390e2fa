import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { openAuthenticator } from './harness/authenticator.ts';
import { noteFigures } from './harness/figures.ts';
import { type Installation, startInstallation } from './harness/installation.ts';
import { askForCode, codeIn, typeCode } from './harness/signInForm.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const admin = 'rathaus@example.org';
const staffOnly = ['settings', 'staff', 'audit', 'board', 'settings/hours'];

test('an admin without a passkey is led to add one and can do nothing else', { tag: '@desktop' }, async ({ stage }) => {
  const installation = await startInstallation(admin);
  const there = stage.elsewhere(installation);
  const page = await there.open(`${installation.path}/sign-in?next=${installation.path}/settings`);
  await openAuthenticator(page);
  await askForCode(page, admin);
  await typeCode(page, codeIn(await installation.mail.nextMail(admin)));
  await isLedToPasskey(page);
  assert.deepEqual(await findBarriers(page), []);
  for (const path of staffOnly) {
    await page.goto(`${installation.origin}${installation.path}/${path}`);
    await isLedToPasskey(page);
  }
  const refused = await chooseLanguage(page);
  assert.deepEqual(refused, 'PASSKEY_REQUIRED');

  await page.goto(`${installation.origin}${installation.path}/settings`);
  await isLedToPasskey(page);
  await page.getByLabel(de.passkey.name).fill('Schlüssel im Rathaus');
  await page.getByRole('button', { name: de.passkey.add }).click();
  await page.waitForURL((url) => url.pathname === `${installation.path}/settings`);
  assert.equal(await chooseLanguage(page), 'done');
  noteFigures({ 'pages that lead to the passkey': staffOnly.length + 1, 'a mutation before': refused });
  await signInAgain(page, installation);
  await there.end();
  assert.deepEqual(there.guard.problems, []);
});

async function isLedToPasskey(page: Page): Promise<void> {
  await page.waitForURL((url) => url.pathname.endsWith('/me/passkey'));
  await page.getByRole('heading', { level: 1, name: de.title.passkeyNeeded }).waitFor();
}

/** Sends a mutation from the page; returns its refusal, or "done". */
function chooseLanguage(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const query = 'mutation { chooseLanguage(input: { locale: "de" }) { viewer { id } } }';
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch('/graphql', { method: 'POST', headers, body: JSON.stringify({ query }) });
    const { errors } = (await answer.json()) as { errors?: { extensions: { code: string } }[] };
    return errors?.[0]?.extensions.code ?? 'done';
  });
}

/** A sign-in by code opens nothing any more: the page asks for the passkey that exists, and offers no second one. */
async function signInAgain(page: Page, { origin, path, mail }: Installation): Promise<void> {
  await page.goto(`${origin}${path}/me`);
  await page.getByRole('button', { name: de.profile.signOut }).click();
  await page.getByText(de.profile.signedOut).waitFor();
  await page.goto(`${origin}${path}/sign-in?next=${path}/settings`);
  await askForCode(page, admin);
  await typeCode(page, codeIn(await mail.nextMail(admin)));
  await isLedToPasskey(page);
  assert.equal(await page.getByRole('button', { name: de.passkey.add }).count(), 0);
  await page.getByRole('button', { name: de.passkey.signIn }).click();
  await page.waitForURL((url) => url.pathname === `${path}/settings`);
}
