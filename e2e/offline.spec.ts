import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { BrowserContext, Page, Route } from '@playwright/test';
import type { Data } from '../faults/harness/http.ts';
import { becomesTrue } from '../faults/harness/waiting.ts';
import { noteFigures } from './harness/figures.ts';
import { category, reportIssue } from './harness/issues.ts';
import { keptByBrowser, keptReads } from './harness/kept.ts';
import { patience } from './harness/patience.ts';
import { voteOnPage } from './harness/pollPage.ts';
import { createPoll } from './harness/polls.ts';
import { openGroups, publishTo } from './harness/posts.ts';
import { takePhoto } from './harness/photos.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

test('without a line the page opens, is read and reported in; the report is sent once; signing out leaves nothing', async ({
  stage,
}) => {
  stage.guard.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|net::ERR|Failed to fetch|NetworkError/);
  const text = `Ohne Netz geschrieben ${randomUUID()}`;
  const { page, shown } = await openOnce(stage, 'walker');
  await page.context().setOffline(true);
  const read = await readOffline(page, shown);
  const barriers = await look(stage, page, 'offline-home');
  await reportOffline(stage, page, text);
  barriers.push(...(await look(stage, page, 'offline-kept')));
  await seeWaiting(stage, page);
  barriers.push(...(await look(stage, page, 'offline-mine')));
  assert.deepEqual(barriers, [], 'barriers');
  const second = await page.context().newPage();
  await second.goto(`${stage.town.origin}${stage.town.path}/me`);
  await second.locator('[data-outbox]').waitFor();
  await second.getByRole('button', { name: de.profile.signOut, exact: true }).click();
  await second.getByText(de.profile.unsent.split(' | ')[0] ?? '').waitFor();
  await second.getByRole('button', { name: de.app.cancel }).click();
  assert.equal(await count(stage, text), 0, 'nothing has left the device');

  const tries = await loseFirstAnswer(page.context(), (body) => body);
  const began = performance.now();
  await page.context().setOffline(false);
  await page.getByText(text).waitFor();
  const seconds = (performance.now() - began) / 1000;
  await page.locator('[data-outbox]').waitFor({ state: 'detached' });
  await second.locator('[data-outbox]').waitFor({ state: 'detached' });
  assert.ok(tries.count >= 2, `${tries.count} tries`);
  assert.equal(await count(stage, text), 1, 'reports of two tabs and a lost answer');
  await second.close();
  const kept = await signOut(page);
  noteFigures({
    'entries read without a line': read,
    'sent and shown after': `${seconds.toFixed(1)} s`,
    'tries, the first answer lost': tries.count,
    'files kept, all without a person': kept,
    'control, a new key at each try': `${await playDefect(stage)} reports`,
  });
});

test('what was read stays readable without a line, and everything else says that it is missing', async ({ stage }) => {
  stage.guard.allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|net::ERR|Failed to fetch|dynamically imported|NetworkError/);
  const { town: group } = await openGroups(stage);
  const post = await publishTo(stage, [group.id], 'Der Markt zieht um');
  const poll = await createPoll(stage, 'Wo soll der Markt stehen?');
  const unread = await createPoll(stage, 'Diese Umfrage hat niemand geöffnet');
  const fence = { address: 'Am Weiher', text: 'Der Zaun am Weiher ist offen.' };
  const own = await reportIssue(stage, fence, await stage.person('reader'));
  const { page } = await openOnce(stage, 'reader');
  const pages: readonly [path: string, shows: string | RegExp, kept: string][] = [
    [`/posts/${post.id}`, post.title, `Post ${post.id}`],
    [`/polls/${poll.id}`, poll.title, `Poll ${poll.id}`],
    ['/polls', poll.title, 'Polls '],
    ['/groups', group.name, 'Groups '],
    [`/groups/${group.id}`, group.name, `GroupFeed ${group.id}`],
    ['/map', /M-\d{4}/, 'PublicIssues '],
    [`/issues/${own}`, 'Der Zaun am Weiher ist offen.', `Issue ${stage.town.ags} ${own}`],
    ['/issues/M-1003', 'M-1003', `Issue ${stage.town.ags} M-1003`],
  ];
  const shows = (text: string | RegExp) => page.locator('main').getByText(text).first().waitFor();
  for (const [path, text, kept] of pages) {
    await page.goto(stage.town.origin + stage.town.path + path);
    await shows(text);
    const isKept = async () => (await keptReads(page)).some((key) => key.startsWith(kept));
    assert.ok(await becomesTrue(isKept, patience), `${kept} is stored`);
  }
  await page.goto(`${stage.town.origin}${stage.town.path}/polls/${poll.id}`);
  await voteOnPage(page, poll.options[0]?.label ?? '');
  await shows(de.vote.counted);
  await page.goto(`${stage.town.origin}${stage.town.path}/inbox`);
  const settings = page.getByRole('link', { name: de.inbox.settings });
  await settings.waitFor();

  await page.context().setOffline(true);
  await settings.click();
  const missing = page.getByRole('alert').filter({ hasText: de.failure.offline });
  await missing.waitFor();
  const barriers = await look(stage, page, 'offline-missing-page');
  for (const [path, text] of pages) {
    await page.goto(stage.town.origin + stage.town.path + path);
    await page.locator('[data-offline]').waitFor();
    await shows(text);
    assert.equal(await missing.count(), 0, path);
  }
  await page.goto(`${stage.town.origin}${stage.town.path}/polls/${poll.id}`);
  await shows(de.vote.counted);
  barriers.push(...(await look(stage, page, 'offline-map')));
  await page.goto(`${stage.town.origin}${stage.town.path}/polls/${unread.id}`);
  await missing.waitFor();
  barriers.push(...(await look(stage, page, 'offline-unread-poll')));
  assert.deepEqual(barriers, [], 'barriers');
  await missing.getByRole('button', { name: de.failure.retry }).waitFor();
  // The page loads what is missing by itself as soon as the line is back.
  await page.context().setOffline(false);
  await shows(unread.title);
});

/** First visit online: the service worker stores the page, and the page stores its answers. */
async function openOnce(stage: Stage, name: string): Promise<{ page: Page; shown: number }> {
  const page = await stage.open(stage.town.path, { as: await stage.person(name), hasWorker: true });
  await page.evaluate('navigator.serviceWorker.ready.then(() => true)');
  await becomesTrue(() => page.evaluate<boolean>('navigator.serviceWorker.controller !== null'), patience);
  await page.reload();
  await page.locator('article').first().waitFor();
  const ready = async () => {
    const reads = await keptReads(page);
    return ['TownFeed', 'IssueCategories', 'MyIssues', 'Viewer'].every((read) =>
      reads.some((key) => key.startsWith(read)),
    );
  };
  assert.ok(await becomesTrue(ready, patience), `kept: ${(await keptReads(page)).join(', ')}`);
  return { page, shown: await page.locator('article').count() };
}

async function readOffline(page: Page, shown: number): Promise<number> {
  await page.reload();
  await page.locator('[data-offline]').waitFor();
  await page.locator('article').first().waitFor();
  const bar = await page.locator('[data-offline]').innerText();
  assert.match(bar, sayingOf(de.offline.asOf), bar);
  const read = await page.locator('article').count();
  assert.ok(read >= shown, `${read} of ${shown} entries`);
  return read;
}

async function reportOffline(stage: Stage, page: Page, text: string): Promise<void> {
  await page.goto(`${stage.town.origin}${stage.town.path}/report`);
  const buffer = await takePhoto();
  await page.locator('input[name="camera"]').setInputFiles({ name: 'a.jpg', mimeType: 'image/jpeg', buffer });
  await page.getByText(de.photo.cleaned).waitFor();
  await page.getByText(category, { exact: true }).click();
  await page.getByRole('button', { name: de.report.next.what }).click();
  await page.getByText(de.place.by.photo).waitFor();
  await page.getByRole('button', { name: de.report.next.where }).click();
  await page.getByLabel(de.report.textOptional).fill(text);
  await page.getByRole('button', { name: de.report.send }).click();
  await page.getByRole('heading', { name: de.outbox.isKept }).waitFor();
}

async function seeWaiting(stage: Stage, page: Page): Promise<void> {
  await page.reload();
  await page.goto(`${stage.town.origin}${stage.town.path}/me`);
  await page.locator('[data-outbox]').getByText(de.outbox.waits).waitFor();
  await page.getByRole('heading', { name: de.profile.issues }).waitFor();
}

async function look(stage: Stage, page: Page, name: string): Promise<string[]> {
  await page.screenshot({ path: join(stage.out, `${name}.png`), fullPage: true, animations: 'disabled' });
  return (await findBarriers(page)).map((barrier) => `${name}: ${barrier}`);
}

/** Aborts the first answer after the server has stored the report. `change` may alter the request before it is sent. */
async function loseFirstAnswer(context: BrowserContext, change: (body: string) => string): Promise<{ count: number }> {
  const tries = { count: 0 };
  const lose = async (route: Route): Promise<void> => {
    const body = route.request().postData() ?? '';
    if (!body.includes('mutation ReportIssue')) return route.fallback();
    tries.count += 1;
    const answer = await route.fetch({ postData: change(body) });
    if (tries.count === 1) return route.abort('connectionreset');
    return route.fulfill({ response: answer });
  };
  await context.route('**/graphql', lose);
  return tries;
}

/** Number of reports with this text that the town hall sees. */
async function count(stage: Stage, text: string): Promise<number> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { issues(first: 100) { edges { node { text } } } } }';
  const { municipality } = await stage.ask(query, { ags: stage.town.ags }, await stage.staff('bauhof'));
  return municipality.issues.edges.filter(({ node }: Data) => node.text === text).length;
}

/** Signs out; returns the number of stored files, which may only be the page and its assets. */
async function signOut(page: Page): Promise<number> {
  await page.getByRole('button', { name: de.profile.signOut }).click();
  await page.getByRole('button', { name: de.profile.signOut }).waitFor({ state: 'detached' });
  const isClean = async () => (await keptByBrowser(page)).personal.length === 0;
  await becomesTrue(isClean, patience);
  const { personal, files } = await keptByBrowser(page);
  assert.deepEqual(personal, [], 'what stays of a person');
  const strange = files.filter((path) => path !== '/bare-page' && !path.startsWith('/assets/'));
  assert.deepEqual(strange, [], 'what the worker keeps beside the page');
  return files.length;
}

/**
 * Control: a browser that uses a new idempotency key for each try creates two reports when the first answer is lost.
 */
async function playDefect(stage: Stage): Promise<number> {
  const text = `Ohne Netz geschrieben ${randomUUID()}`;
  const { page } = await openOnce(stage, 'stroller');
  await page.context().setOffline(true);
  await reportOffline(stage, page, text);
  await loseFirstAnswer(page.context(), (body) =>
    body.replace(/"idempotencyKey":"[^"]+"/, `"idempotencyKey":"${randomUUID()}"`),
  );
  await page.context().setOffline(false);
  await page.locator('[data-reference]').waitFor({ timeout: 60_000 });
  const found = await count(stage, text);
  assert.equal(found, 2, 'the control finds the defect');
  return found;
}
