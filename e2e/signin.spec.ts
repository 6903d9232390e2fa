import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { linkIn } from './harness/mailbox.ts';
import { askForCode, codeIn, typeCode } from './harness/signInForm.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

const email = 'new.resident@example.org';

test('a mailed code or link opens a session, signing out closes it in every tab', async ({ stage }) => {
  const { town, mailbox } = stage;
  const profile = `${town.path}/me`;
  const byCode = await stage.open(`${town.path}/sign-in?next=${profile}`);
  await askForCode(byCode, email);
  await typeCode(byCode, '00000000');
  await byCode.getByText(de.errors.WRONG_CODE).waitFor();
  await typeCode(byCode, codeIn(await mailbox.nextMail(email)));
  await isSignedIn(byCode, email);

  const asking = await stage.open(`${town.path}/sign-in`);
  await askForCode(asking, email);
  const link = linkIn(await mailbox.nextMail(email));
  const byLink = await stage.open(link);
  await byLink.getByRole('heading', { name: de.signIn.linkTitle }).waitFor();
  await byLink.getByRole('button', { name: de.signIn.confirm }).click();
  await byLink.waitForURL((url) => url.pathname === town.path);
  await byLink.goto(town.origin + profile);
  await isSignedIn(byLink, email);

  const used = await stage.open(link);
  await used.getByRole('button', { name: de.signIn.confirm }).click();
  await used.getByText(de.errors.UNKNOWN_LINK).waitFor();
  assert.equal(await used.getByRole('button', { name: de.signIn.confirm }).count(), 0, 'the used link cannot be sent');
  await used.getByRole('link', { name: de.signIn.newCode }).click();
  await used.waitForURL((url) => url.pathname === `${town.path}/sign-in`);

  const otherTab = await byCode.context().newPage();
  await otherTab.goto(town.origin + profile);
  await isSignedIn(otherTab, email);
  const signedOutAt = performance.now();
  await byCode.getByRole('button', { name: de.profile.signOut }).click();
  await byCode.getByText(de.profile.signedOut).waitFor();
  await otherTab.getByText(de.profile.signedOut).waitFor();
  const milliseconds = Math.round(performance.now() - signedOutAt);
  const cookies = await byCode.context().cookies();
  assert.deepEqual(
    cookies.filter(({ name }) => name === 'session'),
    [],
    'the session cookie is gone',
  );
  await byLink.reload();
  await isSignedIn(byLink, email);
  noteFigures({ 'other tab signed out after': `${milliseconds} ms` });
});

async function isSignedIn(page: Page, address: string): Promise<void> {
  await page.getByRole('heading', { name: de.profile.title, level: 1 }).waitFor();
  await page.getByText(address).waitFor();
}
