import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import { answerShows, runReady, useKeyOnPage } from './harness/explorer.ts';
import { noteFigures } from './harness/figures.ts';
import { reportIssue } from './harness/issues.ts';
import { askAsPartner } from './harness/partners.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, errorText, sayingOf } from './harness/texts.ts';

test(
  'an admin makes a key, a program works with it at once, and nothing is left of it once it is revoked',
  { tag: '@desktop' },
  async ({ stage }) => {
    const admin = await stage.staff('verwaltung');
    const hall = await stage.open(`${stage.town.path}/keys`, { as: admin, device: 'desktop' });
    const name = `Leitstelle ${randomUUID().slice(0, 8)}`;
    const key = await makeOnScreen(hall, name);
    const answer = await askAsPartner(stage, key, await queryOfCommand(hall));
    assert.equal(answer.status, 200);
    assert.ok(answer.data.municipality.issues.edges.length > 0, 'the command of the screen reads the board');

    await isGoneAfterReload(hall, name, key);
    const explorer = await explore(stage, key, name);
    await hearsOfReport(stage, explorer);
    const started = performance.now();
    await revokeOnScreen(hall, name);
    await explorer.locator('[data-listening="ended"]').waitFor({ timeout: 5000 });
    const ended = Math.round(performance.now() - started);
    await isRefusedInExplorer(stage, explorer);
    const refused = await askAsPartner(stage, key, '{ partnerKey { name } }');
    assert.deepEqual([refused.status, refused.errors?.[0]?.extensions.code], [401, 'UNAUTHENTICATED']);
    await noneForOthers(stage);
    noteFigures({ 'revoked to stream ended': `${ended} ms` });
  },
);

/** Creates a key with the form and reads it from the clipboard. */
async function makeOnScreen(hall: Page, name: string): Promise<string> {
  await hall.context().grantPermissions(['clipboard-read', 'clipboard-write']);
  await hall.getByLabel(de.keys.form.name).fill(name);
  await hall.getByRole('button', { name: de.keys.form.create }).click();
  await hall.getByText(errorText('NO_SCOPES')).waitFor();
  await hall.getByRole('checkbox', { name: de.keys.scope.ISSUES_READ }).check();
  await hall.getByText(de.keys.lifetime['90'], { exact: true }).click();
  await hall.getByRole('button', { name: de.keys.form.create }).click();
  await hall.getByRole('heading', { name: de.keys.made.title }).waitFor();
  await hall.getByRole('button', { name: de.keys.made.copyKey }).click();
  await hall.getByText(de.app.copied, { exact: true }).waitFor();
  const key: string = await hall.evaluate('navigator.clipboard.readText()');
  assert.match(key, /^ortsfunk_[0-9a-f]{32}_[\w-]{43}$/);
  assert.equal(await hall.locator('[data-key]').innerText(), key);
  return key;
}

/** The query in the command that the page offers for a terminal. */
async function queryOfCommand(hall: Page): Promise<string> {
  const command = await hall.locator('[data-curl]').innerText();
  const body = /-d '([^']+)'/.exec(command)?.[1] ?? '';
  const { query } = JSON.parse(body) as { query: string };
  return query;
}

async function isGoneAfterReload(hall: Page, name: string, key: string): Promise<void> {
  await hall.reload();
  const row = hall.locator(`[data-key-name="${name}"]`);
  await row.getByText(sayingOf(de.keys.lastUsed)).waitFor();
  assert.ok(!(await hall.content()).includes(key.slice(-43)), 'the key is nowhere on the page any more');
}

/** Runs the example query with the key, then the example subscription of the board. */
async function explore(stage: Stage, key: string, name: string): Promise<Page> {
  const page = await stage.open('/explorer', { device: 'desktop' });
  await useKeyOnPage(page, key, name);
  await runReady(page, de.explorer.operation.key, 'WhoAmI');
  await answerShows(page, name);
  await runReady(page, de.explorer.operation.boardLive, 'BoardLive');
  await page.locator('[data-listening="open"][data-messages="1"]').waitFor();
  return page;
}

async function hearsOfReport(stage: Stage, explorer: Page): Promise<void> {
  const report = { address: 'Am Ufer 3', text: 'Das Geländer an der Anlegestelle ist locker.' };
  const reference = await reportIssue(stage, report, await stage.person('passerby'));
  await answerShows(explorer, reference);
}

async function isRefusedInExplorer(stage: Stage, explorer: Page): Promise<void> {
  await answerShows(explorer, '4403');
  stage.guard.allow(/401 .*graphql|status of 401/);
  await runReady(explorer, de.explorer.operation.key, 'WhoAmI');
  await answerShows(explorer, 'UNAUTHENTICATED');
}

async function revokeOnScreen(hall: Page, name: string): Promise<void> {
  const row = hall.locator(`[data-key-name="${name}"]`);
  await row.getByRole('button', { name: sayingOf(de.keys.revokeName, { name }) }).click();
  await row.getByRole('button', { name: de.keys.revokeNow }).click();
  await row.getByText(sayingOf(de.keys.state.revoked)).waitFor();
}

async function noneForOthers(stage: Stage): Promise<void> {
  const clerk = await stage.open(`${stage.town.path}/keys`, { as: await stage.staff('bauhof'), device: 'phone' });
  await clerk.getByText(de.settings.forbidden).waitFor();
}
