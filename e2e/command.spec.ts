import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { reportIssue } from './harness/issues.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
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

/** Opens the command bar, types a query and chooses the first option, which must contain `found`. */
async function choose(page: Page, question: string, found: string): Promise<void> {
  await page.keyboard.press('Control+k');
  const dialog = page.getByRole('dialog', { name: de.command.title });
  await dialog.waitFor();
  await page.locator('[role=dialog] input:focus').waitFor();
  await page.keyboard.type(question);
  const first = dialog.getByRole('option').filter({ hasText: found }).first();
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
