import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { mapBesideBoard } from './harness/boardMap.ts';
import { noteFigures } from './harness/figures.ts';
import { countPublic, publishIssue, reportIssue } from './harness/issues.ts';
import { assertFocusIsSeen, tabTo } from './harness/keys.ts';
import { assertDrawn, drawnOn, idleMap, withoutLayers, withoutWebGl } from './harness/map.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import type { Look, Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';

test('the map is drawn, town and reports, and the list beside it is complete, both kept current, with or without map', async ({
  stage,
}) => {
  const known = await countPublic(stage);
  assert.ok(known > 0, 'the demo town shows reports');
  const phone = await openMap(stage, 'phone');
  const desktop = await openMap(stage, 'desktop');
  for (const page of [phone, desktop]) await shows(page, known);
  const milliseconds = await arrives(stage, [phone, desktop], known + 1);
  const keys = await byKeyboard(desktop);
  await onDark(desktop, known + 1);
  noteFigures({
    'public reports': known,
    'a new one on both maps': `${milliseconds} ms`,
    'keys to a report': keys,
    'pins upon a blank map (control)': await control(stage, /^(?!heaps|points|chosen)/, known + 1),
    'a town without pins (control)': await control(stage, /^(heaps|points|chosen)/, known + 1),
    'cards beside the board': await mapBesideBoard(stage),
    'listed without a map': await withoutMap(stage, known + 1),
  });
});

/** Opens the map from the menu of the start page. */
async function openMap(stage: Stage, device: 'phone' | 'desktop', prepare?: Look['prepare']): Promise<Page> {
  const page = await stage.open(stage.town.path, { device, ...(prepare && { prepare }) });
  const menu = page.getByRole('navigation', { name: de.nav.label });
  await menu.getByRole('link', { name: de.nav.map, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: de.map.title }).waitFor();
  return page;
}

const entries = (page: Page) => page.getByRole('list', { name: de.map.list }).locator('[data-reference]');

async function shows(page: Page, count: number): Promise<void> {
  await assertDrawn(page, count);
  assert.equal(await entries(page).count(), count, 'entries of the list');
}

/** A report appears on map and list only when the town hall makes it public. */
async function arrives(stage: Stage, pages: readonly Page[], count: number): Promise<number> {
  const text = 'Die Bank am Ufer hat keine Lehne mehr.';
  const reporter = await stage.person('mapper');
  const reference = await reportIssue(stage, { address: 'Rheinpromenade 7', text }, reporter);
  for (const page of pages) {
    await mark(page);
    await page.locator('[data-live="live"]').waitFor();
    assert.equal(await page.locator(`[data-reference="${reference}"]`).count(), 0, 'not shown before it is public');
    await page.getByRole('button', { name: de.map.all }).click();
  }
  const began = performance.now();
  await publishIssue(stage, reference);
  for (const page of pages) await page.locator(`[data-reference="${reference}"]`).waitFor();
  const milliseconds = Math.round(performance.now() - began);
  for (const page of pages) {
    await shows(page, count);
    await assertNotReloaded(page);
  }
  return milliseconds;
}

/** The list works without a mouse, and the map follows the chosen entry. */
async function byKeyboard(page: Page): Promise<number> {
  await page.locator('#main').focus();
  const first = entries(page).first().getByRole('button');
  const keys = await tabTo(page, first);
  await assertFocusIsSeen(page);
  await page.keyboard.press('Enter');
  await page.getByText(sayingOf(de.map.chosen)).waitFor({ state: 'attached' });
  assert.equal(await first.getAttribute('aria-expanded'), 'true');
  await idleMap(page);
  assert.equal((await drawnOn(page)).chosen, 1, 'the chosen report stands out on the map');
  await page.keyboard.press('Tab');
  const open = page.getByRole('link', { name: de.map.open });
  assert.equal(await open.and(page.locator(':focus')).count(), 1, 'the way to the report is next');
  await page.keyboard.press('Enter');
  await page.getByRole('link', { name: de.app.back }).click();
  await page.getByRole('heading', { level: 1, name: de.map.title }).waitFor();
  await idleMap(page);
  return keys + 2;
}

/** The device switches to dark while the page is open: the map is drawn again with all its features. */
async function onDark(page: Page, count: number): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark' });
  await page.getByRole('button', { name: de.map.all }).click();
  await shows(page, count);
}

/** Control: the same check must fail for a map with a planted fault. */
async function control(stage: Stage, taken: RegExp, count: number): Promise<string> {
  const page = await openMap(stage, 'desktop', withoutLayers(taken));
  await idleMap(page);
  await entries(page)
    .nth(count - 1)
    .waitFor();
  await assert.rejects(assertDrawn(page, count, { ms: 2000 }), assert.AssertionError, 'the check sees the fault');
  const { land, reports } = await drawnOn(page);
  await page.context().close();
  return `seen: ${land > 0 ? 'town' : 'nothing'}, ${reports} reports`;
}

async function withoutMap(stage: Stage, count: number): Promise<number> {
  const page = await openMap(stage, 'phone', withoutWebGl);
  await page.getByText(de.map.without).waitFor();
  await entries(page)
    .nth(count - 1)
    .waitFor();
  assert.equal(await page.locator('canvas').count(), 0, 'no map');
  return entries(page).count();
}
