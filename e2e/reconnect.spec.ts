import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { noteFigures } from './harness/figures.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { expectedLine, pollPath, resultsOnPage, showsResults } from './harness/pollPage.ts';
import { castVote, createPoll, readResults } from './harness/polls.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';

test('a page that lost its line or its server says so and is right again without a reload', async ({ stage }) => {
  // The browser logs every failed attempt while no server answers.
  stage.guard.allow(/ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|ERR_CONNECTION_RESET|WebSocket connection/);
  const poll = await createPoll(stage, 'Soll die Bücherei samstags öffnen?');
  const people = await stage.people(6);
  const [first = '', second = ''] = poll.options.map(({ id }) => id);
  for (const person of people.slice(0, 5)) await castVote(stage, poll.id, first, person);
  const path = pollPath(stage.town.path, poll.id);
  const pages = [await stage.open(path), await stage.open(path, { device: 'desktop', as: people[5] })];
  for (const page of pages) {
    await isLive(page);
    await showsResults(page, expectedLine([5, 0, 0]));
    await mark(page);
  }

  const offline = await loseLine(stage, pages[0], async () => {
    for (const person of people.slice(0, 3)) await castVote(stage, poll.id, second, person);
    await showsResults(pages[1] ?? assert.fail(), expectedLine([2, 3, 0]));
  });
  await showsResults(pages[0] ?? assert.fail(), expectedLine([2, 3, 0]));

  await stage.town.stop();
  await Promise.all(pages.map(isReconnecting));
  const began = performance.now();
  await stage.town.start();
  const up = performance.now();
  await castVote(stage, poll.id, second, people[3] ?? assert.fail());
  await Promise.all(pages.map((page) => showsResults(page, expectedLine([1, 4, 0]))));
  const caughtUp = performance.now();
  for (const page of pages) {
    await isLive(page);
    await assertNotReloaded(page);
    assert.equal(await resultsOnPage(page), await readResults(stage, poll.id), 'page and API say the same');
  }
  noteFigures({
    'offline noticed after': `${offline.noticed} ms`,
    'right again after': `${offline.right} ms`,
    'server back after': `${Math.round(up - began)} ms`,
    'pages right after': `${Math.round(caughtUp - up)} ms`,
  });
});

async function loseLine(stage: Stage, page: Page | undefined, meanwhile: () => Promise<void>) {
  assert.ok(page);
  const before = await resultsOnPage(page);
  const lost = performance.now();
  await page.context().setOffline(true);
  await isReconnecting(page);
  const noticed = Math.round(performance.now() - lost);
  await meanwhile();
  assert.equal(await resultsOnPage(page), before, 'a page without a line keeps what it knew');
  const back = performance.now();
  await page.context().setOffline(false);
  await isLive(page);
  await assertNotReloaded(page);
  return { noticed, right: Math.round(performance.now() - back) };
}

async function isLive(page: Page): Promise<void> {
  await page.locator('[data-live="live"]').waitFor();
}

/** Waits until the page shows that it reconnects. Ping and pong need up to 17 seconds to notice a dead connection. */
async function isReconnecting(page: Page): Promise<void> {
  const dot = page.locator('[data-live="reconnecting"]');
  await dot.waitFor({ timeout: 30_000 });
  assert.equal(await dot.innerText(), de.live.reconnecting, 'it says so in words');
}
