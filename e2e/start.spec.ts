import assert from 'node:assert/strict';
import type { Locator, Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { castVote, createPoll } from './harness/polls.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

test('somebody without an account finds the town and reads what goes on', async ({ stage }) => {
  await pollWithResults(stage);
  const page = await stage.open('/');
  await page.getByRole('heading', { name: de.choose.title }).waitFor();
  await page.getByRole('searchbox', { name: de.choose.field }).fill('Unk');
  const began = performance.now();
  await page.getByRole('link', { name: /^Unkel/ }).click();
  await page.getByRole('heading', { level: 1, name: 'Unkel' }).waitFor();
  await page.getByRole('heading', { name: de.feed.title, exact: true }).waitFor();
  await page.getByText(de.town.demo).first().waitFor();
  const cards = page.getByRole('article');
  await page.locator('[data-live="live"]').first().waitFor();
  await cards.first().waitFor();
  const milliseconds = Math.round(performance.now() - began);

  const entries = await cards.count();
  const { open, title } = await unfoldPoll(page);
  await open.getByRole('link', { name: de.poll.about }).click();
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  await page.getByRole('button', { name: de.vote.toSignIn }).waitFor();
  const rows = await page.getByRole('row').count();
  assert.ok(rows > 2, 'the poll shows its options to everybody');

  await page.goto(stage.town.origin);
  await page.waitForURL(`**${stage.town.path}`);
  noteFigures({ 'choice to live home': `${milliseconds} ms`, entries, requests: stage.guard.requests });
});

test('a town is found by its postcode and despite a typing mistake, and what was typed stays', async ({ stage }) => {
  const page = await stage.open('/?all=1');
  const field = page.getByRole('searchbox', { name: de.choose.field });
  for (const typed of ['53572', 'Ungel']) {
    await field.fill(typed);
    await page.getByRole('link', { name: /^Unkel.*53572/ }).waitFor();
    assert.equal(await field.inputValue(), typed);
  }
  await field.fill('Xanten');
  await page.getByText(de.choose.nothing.replace('{text}', 'Xanten')).waitFor();
  assert.equal(await field.inputValue(), 'Xanten');
});

test('an unknown page of a town stays in the town, and leads to its home', async ({ stage }) => {
  const { town } = stage;
  const page = await stage.open(`${town.path}/nowhere`);
  await page.getByRole('heading', { level: 1, name: de.notFound.title }).waitFor();
  await page.getByRole('navigation', { name: de.nav.label }).waitFor();
  await page.getByRole('link', { name: de.switchedOff.action }).click();
  await page.waitForURL(`**${town.path}`);
});

/** Opens a poll with enough votes to be shown, because polls of other scenarios may hide those of the seed. */
async function pollWithResults(stage: Stage): Promise<void> {
  const { id, options } = await createPoll(stage, 'Soll der Marktplatz eine Bank bekommen?');
  for (let n = 0; n < 5; n++) await castVote(stage, id, options[0]?.id ?? '', await stage.person(`bench${n}`));
}

/** Unfolds the polls of the feed from the top until one shows results and a ballot. */
async function unfoldPoll(page: Page): Promise<{ readonly open: Locator; readonly title: string }> {
  const polls = page.locator('[data-feed] > article:not([data-bundle])').filter({ has: page.locator('h3 > button') });
  for (const poll of await polls.all()) {
    const title = await poll.locator('h3').innerText();
    await poll.locator('h3 > button').click();
    await poll.getByRole('link', { name: de.poll.about }).waitFor();
    const offers = await poll.getByRole('button', { name: de.poll.vote, exact: true }).count();
    if (offers > 0 && (await poll.getByRole('table').count()) > 0) return { open: poll, title };
  }
  throw new Error('no poll of the feed shows results and a ballot');
}
