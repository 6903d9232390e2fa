import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Locator, Page } from '@playwright/test';
import { isLive, showMore, showNew } from './harness/feedPage.ts';
import { noteFigures } from './harness/figures.ts';
import { publishIssue, reportIssue } from './harness/issues.ts';
import { castVote, createPoll } from './harness/polls.ts';
import { openGroups, publishTo } from './harness/posts.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

/** Least number of entries on the first screen of a phone, and greatest height of ten entries in pixels. */
const limits = { entries: 5, tenEntries: 1500 };

test('the first screen of a phone shows what is new, and ten entries are short', async ({ stage }) => {
  const visitor = await measure(await stage.open(stage.town.path));
  const citizen = await measure(await stage.open(stage.town.path, { as: await stage.staff('citizen') }));
  noteFigures({
    'entries on the first screen, first visit': visitor.entries,
    'entries on the first screen, signed in': citizen.entries,
    'height of ten entries': `${visitor.tenEntries} px`,
  });
  for (const { entries, tenEntries } of [visitor, citizen]) {
    assert.ok(entries >= limits.entries, `${entries} entries on the first screen`);
    assert.ok(tenEntries <= limits.tenEntries, `ten entries take ${tenEntries} px`);
  }
});

test('what is open for a voter leaves the home page with the vote, and the note with its button', async ({ stage }) => {
  const closesAt = new Date(Date.now() + 20 * 3_600_000).toISOString();
  const soon = await createPoll(stage, `Soll die Fähre heute länger fahren? ${randomUUID().slice(0, 6)}`, 'LIVE', {
    closesAt,
  });
  const page = await stage.open(stage.town.path);
  // On a day with more than three things for everybody a phone shows the poll in the list of what is open.
  const atTop = page.locator('[data-today], [data-open]').getByRole('link', { name: soon.title });
  await atTop.filter({ visible: true }).first().waitFor();
  await page.locator('[data-intro]').getByRole('button', { name: de.home.introRead }).click();
  await page.locator('[data-intro]').waitFor({ state: 'detached' });
  assert.deepEqual(await findBarriers(page), [], 'the home page of a visitor');
  await page.reload();
  await page.locator('[data-today]').waitFor();
  assert.equal(await page.locator('[data-intro]').count(), 0, 'the note is dismissed for this device');

  const voter = await stage.person(`voter-${randomUUID()}`);
  const own = await stage.open(stage.town.path, { as: voter });
  const open = own.locator('[data-open]').getByRole('link');
  await open.first().waitFor();
  assert.ok((await open.count()) <= 2, 'at most two rows');
  const hrefs = await open.evaluateAll((links) => links.map((link) => link.getAttribute('href') ?? ''));
  const next = decodeURIComponent(hrefs[0]?.split('/').at(-1) ?? '');
  await castVote(stage, next, await firstOption(stage, next, voter), voter);
  await own.reload();
  await own.locator('[data-open], [data-feed]').first().waitFor();
  await own.locator(`[data-open] a[href="${hrefs[0] ?? ''}"]`).waitFor({ state: 'detached' });
});

test('reports that arrive wait behind the button, and the button goes when it is pressed', async ({ stage }) => {
  const walker = await stage.person(`walker-${randomUUID()}`);
  for (const text of ['Die Laterne flackert.', 'Die Bank ist lose.'])
    await publishIssue(stage, await reportIssue(stage, { address: 'Am Graben 4', text }, walker));
  const page = await stage.open(stage.town.path, { as: await stage.staff('citizen') });
  await isLive(page);
  const bundle = page.locator('[data-bundle]').first();
  for (let pages = 0; pages < 4 && (await bundle.count()) === 0; pages++) await showMore(page);
  await bundle.getByRole('button', { expanded: false }).first().click();
  const rows = bundle.getByRole('heading', { level: 4 });
  const before = await rows.allInnerTexts();
  assert.ok(before.length >= 2, 'a row of several reports unfolds');
  assert.deepEqual(await findBarriers(page), [], 'the unfolded reports');
  const { town } = await openGroups(stage);
  const post = await publishTo(stage, [town.id], `Neues beim Lesen ${randomUUID().slice(0, 6)}`);
  await page.locator('[data-new]').waitFor();
  assert.deepEqual(await rows.allInnerTexts(), before, 'nothing moved');
  await showNew(page);
  assert.equal(await page.locator('[data-new]').count(), 0);
  await leadOf(page).getByRole('heading', { name: post.title }).waitFor();
  await leadOf(page).getByRole('button', { name: de.feed.menu }).click();
  await leadOf(page).getByText(de.feed.reason.why).waitFor();
});

test('a wide screen has a second column', { tag: '@desktop' }, async ({ stage }) => {
  const page = await stage.open(stage.town.path, { as: await stage.staff('citizen') });
  await isLive(page);
  const feed = await boxOf(page.locator('[data-feed]'));
  const today = await boxOf(page.locator('[data-today]'));
  assert.equal(Math.round(feed.width), 640);
  assert.equal(Math.round(today.width), 320);
  assert.ok(today.x >= feed.x + feed.width, 'beside the feed');
  await page.getByRole('heading', { name: de.home.issues }).waitFor();
  await page.getByRole('navigation', { name: de.group.mine }).waitFor();
  assert.deepEqual(await findBarriers(page), [], 'two columns');
});

/** Counts the entries of the feed and of the row "Heute" whose title lies above the bottom bar without scrolling. */
async function measure(page: Page): Promise<{ readonly entries: number; readonly tenEntries: number }> {
  await leadOf(page).waitFor();
  await isLive(page);
  await page.evaluate('document.fonts.ready');
  const bar = await boxOf(page.getByRole('navigation', { name: de.nav.label }));
  const entries = page.locator('[data-feed] > article');
  const titles = await page.locator('[data-feed] > article h3, [data-today] a').all();
  const ends = await Promise.all(titles.map(async (title) => bottomOf(await title.boundingBox())));
  const first = await boxOf(entries.nth(0));
  const tenth = await boxOf(entries.nth(9));
  return {
    entries: ends.filter((end) => end <= bar.y).length,
    tenEntries: Math.round(tenth.y + tenth.height - first.y),
  };
}

function leadOf(page: Page): Locator {
  return page.locator('[data-feed] > article').first();
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Bottom edge in pixels; Infinity for what is not shown. */
function bottomOf(box: Box | null): number {
  return box === null || box.height === 0 ? Infinity : box.y + box.height;
}

async function boxOf(place: Locator): Promise<Box> {
  return (await place.boundingBox()) ?? assert.fail('it is not shown');
}

async function firstOption(stage: Stage, id: string, as: Parameters<Stage['ask']>[2]): Promise<string> {
  const query = 'query($id: ID!) { poll(id: $id) { questions { options { id } } } }';
  const { poll } = await stage.ask(query, { id }, as);
  return poll.questions[0].options[0].id;
}
