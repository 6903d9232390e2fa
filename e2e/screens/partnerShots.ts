import type { Page } from '@playwright/test';
import type { Person } from '../../faults/harness/people.ts';
import { answerShows, chooseReady, runReady, useKeyOnPage } from '../harness/explorer.ts';
import { askAsPartner, makeKey } from '../harness/partners.ts';
import type { Stage } from '../harness/stage.ts';
import { de, errorText } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

const used = 'GIS des Kreises';

/** Keys of partners: in use, near their end, revoked; and the page that shows a new key once. */
export async function partnerShots(stage: Stage, path: string, admin: Person): Promise<readonly Shot[]> {
  const revoked = await makeKey(stage, admin, { name: 'Abfall-App', scopes: ['POSTS_READ'] });
  const revoke = 'mutation($id: ID!) { revokePartnerKey(input: { id: $id }) { userErrors { code } } }';
  await stage.ask(revoke, { id: revoked.id }, admin);
  await makeKey(stage, admin, { name: 'Lokalradio', scopes: ['POSTS_READ', 'POLLS_READ'], days: 9 });
  const { secret } = await makeKey(stage, admin, { name: used, scopes: ['ISSUES_READ', 'ISSUES_WRITE'] });
  await askAsPartner(stage, secret, '{ partnerKey { id } }');
  const keys = { path: `${path}/keys`, as: admin };
  return [
    { ...keys, name: 'keys', shows: de.keys.form.create },
    { ...keys, name: 'keys-errors', shows: errorText('NO_SCOPES'), prepare: makeNothing },
    { ...keys, name: 'keys-made', shows: de.keys.made.title, prepare: makeOne },
    { ...keys, name: 'keys-revoke', shows: de.keys.revokeNow, prepare: askToRevoke },
    { name: 'explorer', path: '/explorer', shows: de.explorer.operation.draft, prepare: standStill },
    { name: 'explorer-live', path: '/explorer', shows: used, prepare: (page) => listen(page, secret) },
    { name: 'keys-forbidden', path: `${path}/keys`, shows: de.settings.forbidden },
  ];
}

async function makeNothing(page: Page): Promise<void> {
  await page.getByRole('button', { name: de.keys.form.create }).click();
}

async function makeOne(page: Page): Promise<void> {
  await page.getByLabel(de.keys.form.name).fill('Kreiswerke');
  await page.getByRole('checkbox', { name: de.keys.scope.ISSUES_READ }).check();
  await page.getByRole('button', { name: de.keys.form.create }).click();
}

async function askToRevoke(page: Page): Promise<void> {
  const name = de.keys.revokeName.replace('{name}', used);
  await page.getByRole('button', { name }).first().click();
}

async function standStill(page: Page): Promise<void> {
  await chooseReady(page, de.explorer.operation.towns, 'Towns');
}

async function listen(page: Page, key: string): Promise<void> {
  await useKeyOnPage(page, key, used);
  await runReady(page, de.explorer.operation.boardLive, 'BoardLive');
  await page.locator('[data-messages="1"]').waitFor();
  await answerShows(page, 'issueBoard');
}
