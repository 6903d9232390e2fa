import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import type { Person } from '../faults/harness/people.ts';
import { noteFigures } from './harness/figures.ts';
import { reportIssue } from './harness/issues.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test(
  'the town hall goes everywhere by keys; never while somebody writes, not at all once they are switched off',
  { tag: '@desktop' },
  async ({ stage }) => {
    const address = 'Am Pantaleonshof 3';
    const text = 'Die Rinne läuft über.';
    const reference = await reportIssue(stage, { address, text }, await stage.person('reporter'));
    const page = await stage.open(stage.town.path, { as: await stage.staff('verwaltung'), device: 'desktop' });
    await page.getByRole('button', { name: de.command.open, exact: true }).waitFor();
    await choose(page, reference.toLowerCase(), reference);
    await page.waitForURL(`**/board/${reference}`);
    await page.locator('#panel-title:focus').waitFor();
    await choose(page, 'rinne panta', reference);
    await choose(page, de.command.makePoll.toLowerCase(), de.command.makePoll);
    await page.waitForURL('**/polls/new');
    await writesInPeace(page);
    await go(page, 'g', 'b', '**/board');
    await go(page, 'n', 'b', '**/posts/new');
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    await go(page, 'g', 'g', '**/groups');
    await switchOff(page);
    noteFigures({ 'axe violations': 0, 'chunks for a citizen': await forCitizens(stage) });
  },
);

test(
  'the command bar finds a closed report by number and words, and a page by another word',
  { tag: '@desktop' },
  async ({ stage }) => {
    const clerk = await stage.staff('verwaltung');
    const report = { address: 'Am Pantaleonshof 3', text: 'Der Poller am Tor ist umgefahren.' };
    const reference = await reportIssue(stage, report, await stage.person('reporter'));
    await closeIssue(stage, reference, clerk);
    const page = await stage.open(stage.town.path, { as: clerk, device: 'desktop' });
    await page.getByRole('button', { name: de.command.open, exact: true }).waitFor();
    const closed = sayingOf(de.issueSearch.closed, { status: de.status.DECLINED });
    for (const typed of [reference.slice(2), `m ${reference.slice(2)}`, 'POLLER tor']) {
      await choose(page, typed, reference, closed);
      await page.waitForURL(`**/board/${reference}`);
      await page.locator('#main:focus, #panel-title:focus').waitFor();
    }
    await choose(page, 'wappen', de.title.look);
    await page.waitForURL('**/settings/look');
    await choose(page, 'TEXTBAUSTEIN', de.title.templates);
    await page.waitForURL('**/settings/templates');
    await choose(page, 'zustaendigkeit', de.title.routing);
    await page.waitForURL('**/settings/routing');
  },
);

test(
  'all results of a search are read page by page, with and without closed reports',
  { tag: '@desktop' },
  async ({ stage }) => {
    const clerk = await stage.staff('verwaltung');
    const report = { address: 'Am Graben 4', text: 'Das Storchennest am Rathaus wackelt.' };
    const reference = await reportIssue(stage, report, await stage.person('reporter'));
    await closeIssue(stage, reference, clerk);
    const page = await stage.open(`${stage.town.path}/board`, { as: clerk });
    await page.locator('[data-search]').click();
    await page.waitForURL('**/board/search');
    const field = page.getByRole('searchbox', { name: de.issueSearch.label });
    const row = page.locator('[data-found]').filter({ hasText: reference });
    await field.fill('rathaus storchennest');
    await page.waitForURL(/search=rathaus/);
    await row.waitFor();
    assert.match(await row.innerText(), /geschlossen/);
    assert.equal(await page.locator('[data-found]').count(), 1);
    assert.deepEqual(await findBarriers(page), [], 'the results are without barrier');
    await page.getByRole('checkbox', { name: de.issueSearch.withClosed }).uncheck();
    await page.getByText(de.issueSearch.none).waitFor();
    assert.deepEqual(await findBarriers(page), [], 'no result is without barrier');
    await page.getByRole('checkbox', { name: de.issueSearch.withClosed }).check();
    await field.fill('');
    await page.locator('[data-found]').nth(19).waitFor();
    await page.getByRole('button', { name: de.issueSearch.more }).click();
    await page.locator('[data-found]').nth(20).waitFor();
    await field.fill(reference);
    await page.waitForURL(`**search=${reference}`);
    await row.getByRole('link').click();
    await page.waitForURL(`**/board/${reference}`);
    await page.goBack();
    await row.waitFor();
    assert.equal(await field.inputValue(), reference, 'the search is still there');
  },
);

/** Closes a report over the API. */
async function closeIssue(stage: Stage, reference: string, as: Person): Promise<void> {
  const query = 'query($ags: String!, $reference: String!) { issue(ags: $ags, reference: $reference) { id version } }';
  const { issue } = await stage.ask(query, { ags: stage.town.ags, reference }, as);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code path } } }';
  const input = { issueId: issue.id, version: issue.version, to: 'DECLINED', reason: 'Schon erledigt.' };
  assert.deepEqual((await stage.ask(move, { input }, as)).moveIssue.userErrors, []);
}

/** Opens the command bar, types a query and chooses the first option, which must contain `found`. */
async function choose(page: Page, question: string, found: string, state: RegExp | string = ''): Promise<void> {
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: de.command.title });
  await dialog.waitFor();
  await page.locator('[role=dialog] input:focus').waitFor();
  await page.keyboard.type(question);
  const first = dialog.getByRole('option').filter({ hasText: found }).filter({ hasText: state }).first();
  await first.and(page.locator('[data-highlighted]')).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the bar is without barrier');
  await page.keyboard.press('Enter');
  await dialog.waitFor({ state: 'detached' });
}

/** Shortcut keys are plain letters inside a field. */
async function writesInPeace(page: Page): Promise<void> {
  const field = page.getByLabel(de.compose.question, { exact: true });
  await field.focus();
  await page.keyboard.type('g b?');
  assert.equal(await field.inputValue(), 'g b?');
  assert.match(page.url(), /polls\/new$/);
  await field.fill('');
  await page.evaluate('document.activeElement.blur()');
}

async function go(page: Page, first: string, second: string, url: string): Promise<void> {
  await page.keyboard.press(first);
  await page.keyboard.press(second);
  await page.waitForURL(url);
  await page.locator('#main:focus').waitFor();
}

async function switchOff(page: Page): Promise<void> {
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: de.keyHelp.title });
  await help.waitFor();
  assert.deepEqual(await findBarriers(page), [], 'the list of keys is without barrier');
  await help.getByRole('switch').press('Space');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await page.keyboard.press('?');
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: de.command.title }).waitFor();
  assert.match(page.url(), /groups$/, 'switched off, "g b" leads nowhere');
  assert.equal(await help.count(), 0, 'nor does the question mark');
}

/** A citizen has no shortcuts, and their code is not loaded. */
async function forCitizens(stage: Stage): Promise<number> {
  const page = await stage.open(stage.town.path, { as: await stage.person('citizen'), device: 'desktop' });
  await page.getByRole('article').first().waitFor();
  await page.keyboard.press('Control+k');
  await page.keyboard.press('g');
  await page.keyboard.press('g');
  assert.equal(await page.getByRole('dialog').count(), 0);
  assert.ok(page.url().endsWith(stage.town.path));
  const loaded: number = await page.evaluate(
    `performance.getEntriesByType('resource').filter(({ name }) => /Command|StaffKeys|KeyHelp/.test(name)).length`,
  );
  assert.equal(loaded, 0, 'nothing of it is loaded');
  return loaded;
}
