import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { createPoll } from './harness/polls.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

test('list and detail pass into one another, only there, and not for whoever asked for less motion', async ({
  stage,
}) => {
  const { title } = await createPoll(stage, 'Soll das Freibad länger offen sein?');
  const page = await stage.open(`${stage.town.path}/polls`);
  await count(page);
  await thereAndBack(page, title);
  assert.equal(await counted(page), 2, 'there and back');
  await page.getByRole('link', { name: de.nav.profile }).click();
  await page.waitForURL('**/me');
  assert.equal(await counted(page), 2, 'not between pages that have nothing to do with each other');
  await page.goBack();
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await thereAndBack(page, title);
  assert.equal(await counted(page), 2, 'less motion is none');
  noteFigures({ transitions: 2 });
});

async function thereAndBack(page: Page, title: string): Promise<void> {
  await page.getByRole('link', { name: title, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.locator('#main:focus').waitFor();
  await page.goBack();
  await page.getByRole('link', { name: title, exact: true }).waitFor();
}

async function count(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const start = document.startViewTransition.bind(document);
    window.transitions = 0;
    document.startViewTransition = (change) => (window.transitions++, start(change));
  })()`);
}

function counted(page: Page): Promise<number> {
  return page.evaluate('window.transitions');
}
