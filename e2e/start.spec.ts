import assert from 'node:assert/strict';
import { noteFigures } from './harness/figures.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

test('somebody without an account finds the town and reads what goes on', async ({ stage }) => {
  const page = await stage.open('/');
  await page.getByRole('heading', { name: de.choose.title }).waitFor();
  await page.getByRole('searchbox', { name: de.choose.field }).fill('Unk');
  const began = performance.now();
  await page.getByRole('link', { name: /^Unkel/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Unkel' }).waitFor();
  await page.getByRole('heading', { name: de.feed.title }).waitFor();
  await page.getByText(de.town.demo).first().waitFor();
  const cards = page.getByRole('article');
  await page.locator('[data-live="live"]').first().waitFor();
  await cards.first().waitFor();
  const milliseconds = Math.round(performance.now() - began);

  const withResults = cards.filter({ has: page.getByRole('table') });
  const open = withResults.filter({ has: page.getByRole('button', { name: de.poll.vote, exact: true }) }).first();
  const entries = await cards.count();
  const title = await open.getByRole('heading').last().innerText();
  await open.getByRole('link', { name: title, exact: true }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByText(de.vote.signInFirst).waitFor();
  const rows = await page.getByRole('row').count();
  assert.ok(rows > 2, 'the poll shows its options to everybody');

  await page.goto(stage.town.origin);
  await page.waitForURL(`**${stage.town.path}`);
  noteFigures({ 'choice to live home': `${milliseconds} ms`, entries, requests: stage.guard.requests });
});
