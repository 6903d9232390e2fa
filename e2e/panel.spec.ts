import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { newAdmin } from './harness/admins.ts';
import { longTasks, questionsOf, watchBoard } from './harness/bigBoard.ts';
import { noteFigures } from './harness/figures.ts';
import { assertFocused, cardOn, moveIssue, reportIssue } from './harness/issues.ts';
import { median } from './harness/median.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { answerOn, assertPanel, openPanel, orderOf, panelOf } from './harness/panel.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

const sizes = [
  { width: 1440, height: 900 },
  { width: 1280, height: 800 },
];

for (const size of sizes) {
  const name = `${size.width}×${size.height}`;
  test(
    `a report opens beside the board, which stays as it is; its answer is in sight at once (${name})`,
    { tag: '@desktop' },
    async ({ stage }) => {
      const page = await openWide(stage, size);
      const { column, reference, ...before } = await scrollAway(page);
      const asked = questionsOf(page);
      const panel = await openPanel(page, reference);
      assert.deepEqual(
        asked.filter((one) => /^Board(Start|More|Counts|Overdue)$/.test(one)),
        [],
        'the board is not read again',
      );
      await assertInSight(page, size, panel);
      assert.deepEqual(await scrolledBy(column), before.scrolled, 'the board has not moved');
      assert.deepEqual(await findBarriers(page), [], 'barriers');
      await panel.locator('[data-spot] [data-map="idle"]').waitFor();
      await page.screenshot({ path: join(stage.out, `panel-${size.width}.png`) });

      await page.keyboard.press('Escape');
      await panelOf(page).waitFor({ state: 'detached' });
      await assertFocused(page, reference);
      assert.equal(page.url(), before.address, 'the filter is still there');
      assert.deepEqual(await scrolledBy(column), before.scrolled, 'still as it was');
      await openPanel(page, reference);
      await page.goBack();
      await panelOf(page).waitFor({ state: 'detached' });
      await assertFocused(page, reference);
      await openPanel(page, reference);
      await page.getByRole('button', { name: de.issueSteps.close }).click();
      await panelOf(page).waitFor({ state: 'detached' });
      await assertFocused(page, reference);
      await assertNotReloaded(page);

      await openPanel(page, reference);
      await page.reload();
      await assertPanel(page, reference);
      assert.ok((await page.locator('[data-card]').count()) > 1, 'board and panel after a reload');
    },
  );
}

/** Opens the board in this size with a filter. */
async function openWide(stage: Stage, size: { width: number; height: number }, staff?: string): Promise<Page> {
  const as = await (staff === undefined ? newAdmin(stage) : stage.staff(staff));
  const page = await stage.open(`${stage.town.path}/board?order=newest&kind=DEFECT`, {
    as,
    device: 'desktop',
    prepare: watchBoard,
  });
  await page.setViewportSize(size);
  await page.locator('[data-live="live"]').waitFor();
  await page.locator('[data-card]').first().waitFor();
  await mark(page);
  return page;
}

/** Scrolls the first column a little; returns the place, and a report that is in sight there. */
async function scrollAway(page: Page) {
  const column = page.locator('[data-stage="NEW"] .overflow-y-auto');
  await column.evaluate((element) => (element.scrollTop = 40));
  const reference = await page.locator('[data-stage="NEW"] [data-card]').nth(1).getAttribute('data-reference');
  assert.ok(reference);
  return { address: page.url(), scrolled: await scrolledBy(column), column, reference };
}

function scrolledBy(column: Locator): Promise<number> {
  return column.evaluate((element) => element.scrollTop);
}

/** The field and its button are inside the window, and the head says what matters. */
async function assertInSight(page: Page, { width, height }: (typeof sizes)[number], panel: Locator): Promise<void> {
  for (const part of [answerOn(page), panel.getByRole('button', { name: de.comment.telling })]) {
    const box = await part.boundingBox();
    assert.ok(box, 'it is on the screen');
    assert.ok(box.y >= 0 && box.y + box.height <= height, `in sight without scrolling: ${JSON.stringify(box)}`);
    assert.ok(box.x >= 0 && box.x + box.width <= width, `not cut off: ${JSON.stringify(box)}`);
  }
  const board = await page.locator('[data-stage]').first().boundingBox();
  const beside = await panel.boundingBox();
  assert.ok(board && beside && board.x + board.width < beside.x, 'a whole column of the board is beside the panel');
  await panel.getByRole('button', { name: de.board.moveTo }).waitFor();
  await panel
    .locator('[data-desk]')
    .getByText(sayingOf(de.board.atDesk, { desk: '' }))
    .waitFor();
  await panel.getByRole('region', { name: de.assignee.title }).waitFor();
}

test('the key Tab scrolls only the middle of the panel', { tag: '@desktop' }, async ({ stage }) => {
  const page = await openWide(stage, { width: 1440, height: 900 });
  const { reference } = await scrollAway(page);
  await openPanel(page, reference);
  await page.getByRole('complementary', { name: de.facts.label }).waitFor();
  for (let n = 1; n <= 25; n++) {
    await page.keyboard.press('Tab');
    const scrolled = await page.evaluate(`[document.scrollingElement, document.getElementById('main')]
      .map((element) => element.scrollTop)`);
    assert.deepEqual(scrolled, [0, 0], `page and frame after ${n} times Tab`);
    const title = await page.locator('#panel-title').boundingBox();
    assert.ok(
      title && title.y >= 0 && title.y + title.height <= 900,
      `the title is in sight: ${JSON.stringify(title)}`,
    );
  }
});

test(
  'J and K go through the board as the clerk sees it; what was typed is kept, what a colleague does arrives',
  { tag: '@desktop' },
  async ({ stage }) => {
    const text = 'Am Weiher liegt ein Ast auf dem Weg.';
    const reference = await reportIssue(stage, { address: 'Am Graben 4', text }, await stage.person('panel-walker'));
    const page = await openWide(stage, { width: 1440, height: 900 });
    await cardOn(page, reference, 'NEW').waitFor();
    const order = await orderOf(page);
    const at = order.indexOf(reference);
    const [next = ''] = order.slice(at + 1);
    const panel = await openPanel(page, reference);
    const total = await page
      .locator('[data-count]')
      .evaluateAll((all) => all.reduce((sum, one) => sum + Number(one.dataset['count']), 0));
    await panel.getByText(sayingOf(de.issueSteps.place, { n: at + 1, of: total }), { exact: true }).waitFor();
    await answerOn(page).fill('Das sehen wir uns an. jk');
    await page.locator('#panel-title').focus();
    await page.keyboard.press('j');
    await assertPanel(page, next);
    assert.equal(await answerOn(page).inputValue(), '', 'the text belongs to the other report');
    await page.keyboard.press('k');
    await assertPanel(page, reference);
    assert.equal(await answerOn(page).inputValue(), 'Das sehen wir uns an. jk', 'nothing is lost');

    // A colleague moves the report: it goes to another column, and its reader still goes on from here.
    await moveIssue(stage, reference, 'TRIAGED');
    await cardOn(page, reference, 'REVIEWED').waitFor();
    await panel.getByText(de.status.TRIAGED).first().waitFor();
    await panel.getByRole('button', { name: de.comment.telling }).click();
    await panel.locator('[data-conflict]').waitFor();
    assert.equal(await answerOn(page).inputValue(), 'Das sehen wir uns an. jk', 'kept through the conflict');
    await page.locator('#panel-title').focus();
    await page.keyboard.press('j');
    await assertPanel(page, next);
    await page.goBack();
    await panelOf(page).waitFor({ state: 'detached' });
    await pairsAndSwitch(page, next, order[order.indexOf(next) + 1] ?? '');
  },
);

/** "g k" opens the map although K alone goes back; switched off, J and K do nothing and the buttons remain. */
async function pairsAndSwitch(page: Page, reference: string, following: string): Promise<void> {
  await openPanel(page, reference);
  await page.keyboard.press('?');
  const help = page.getByRole('dialog', { name: de.keyHelp.title });
  await help.getByText(de.keyHelp.next).waitFor();
  await help.getByRole('switch').press('Space');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.locator('#panel-title').focus();
  await page.keyboard.press('j');
  await page.getByRole('button', { name: de.issueSteps.next, exact: true }).click();
  await assertPanel(page, following);
  await page.keyboard.press('Control+k');
  await page.getByRole('dialog', { name: de.command.title }).waitFor();
  await page.keyboard.type(de.keyHelp.title);
  await page.getByRole('option', { name: de.keyHelp.title }).first().click();
  await help.getByRole('switch').press('Space');
  await page.keyboard.press('Escape');
  await help.waitFor({ state: 'detached' });
  await page.locator('#panel-title').focus();
  await page.keyboard.press('g');
  await page.keyboard.press('k');
  await page.waitForURL('**/map');
}

test(
  'from the board to the first answer of a new report: three clicks or only keys, and the next one is one key away',
  { tag: '@desktop' },
  async ({ stage }) => {
    const reporter = await stage.person('panel-asker');
    const text = 'Der Brunnen am Markt läuft nicht.';
    const reference = await reportIssue(stage, { address: 'Am Graben 4', text }, reporter);
    const page = await openWide(stage, { width: 1280, height: 800 });
    await cardOn(page, reference, 'NEW').waitFor();
    await page.evaluate('window.clicks = 0; addEventListener("click", () => window.clicks++, true)');
    const answer = 'Der Bauhof sieht morgen nach.';
    const begun = Date.now();
    await cardOn(page, reference).locator('a').click();
    await answerOn(page).click();
    await page.keyboard.type(answer);
    await page.getByRole('button', { name: de.comment.telling }).click();
    await page.locator('[data-timeline]').getByText(answer).waitFor();
    const seconds = (Date.now() - begun) / 1000;
    const clicks: number = await page.evaluate('window.clicks');
    await stage.mailbox.waitFor(reporter.email, (mail) => mail.text.includes(answer));
    assert.equal(clicks, 3, 'card, field, button');

    // The same without the mouse: A leads to the field, Ctrl+Enter sends, and J is a key again, not a letter.
    const second = 'Er läuft wieder.';
    await page.locator('#panel-title').focus();
    await page.keyboard.press('a');
    await page.keyboard.type(second);
    await page.keyboard.press('Control+Enter');
    await page.locator('[data-timeline]').getByText(second).waitFor();
    await page.getByRole('button', { name: de.comment.telling }).and(page.locator(':focus')).waitFor();
    assert.equal(await answerOn(page).inputValue(), '', 'the key is not typed');
    noteFigures({ clicks, scrolls: 0, seconds: seconds.toFixed(1) });
  },
);

test(
  'how long opening a report halts the page, as a panel and as a page (figures only, because other work disturbs them)',
  { tag: '@desktop' },
  async ({ stage }) => {
    // Opens the board so often that an account of other scenarios would exceed its limit.
    const page = await openWide(stage, { width: 1440, height: 900 }, 'gruenflaechen');
    const { reference } = await scrollAway(page);
    const halts: Record<'panel' | 'page', number[]> = { panel: [], page: [] };
    for (let round = 0; round < (stage.isShort ? 4 : 8); round++) {
      for (const way of ['panel', 'page'] as const) {
        await page.setViewportSize({ width: way === 'panel' ? 1280 : 1279, height: 800 });
        halts[way].push(await haltsOfOpening(page, reference));
      }
    }
    // The first round loads the scripts of both.
    const [panel, before] = [halts.panel, halts.page].map((all) => Math.round(median(all.slice(1))));
    noteFigures({ 'halts > 50 ms of the panel (ms)': String(panel), 'of the page': String(before) });
  },
);

/** Opens the report from the board and returns; the milliseconds of all tasks over 50 ms until it could be read. */
async function haltsOfOpening(page: Page, reference: string): Promise<number> {
  await cardOn(page, reference).waitFor();
  await page.waitForTimeout(1000); // nothing of the round before is left
  await page.evaluate('window.board.longTasks.length = 0');
  await cardOn(page, reference).locator('a').click();
  await page.getByRole('complementary', { name: de.facts.label }).waitFor();
  const sum = (await longTasks(page)).reduce((all, one) => all + one, 0);
  await page.goBack();
  await answerOn(page).waitFor({ state: 'detached' });
  return sum;
}

test('on a phone the report is a page; whoever comes from the board goes on from there', async ({ stage }) => {
  const as = await newAdmin(stage);
  const page = await stage.open(`${stage.town.path}/board?order=newest`, { as });
  await page.locator('[data-card]').first().waitFor();
  const reference = (await page.locator('[data-card]').first().getAttribute('data-reference')) ?? '';
  await cardOn(page, reference).locator('a').click();
  await answerOn(page).waitFor();
  await page.locator('#main:focus').waitFor();
  assert.equal(await panelOf(page).count(), 0, 'no panel');
  assert.equal(await page.locator('[data-card]').count(), 0, 'no board');
  await page.getByRole('button', { name: de.issueSteps.next, exact: true }).tap();
  await page.waitForURL((url) => /board\/M-/.test(url.pathname) && !url.pathname.endsWith(reference));
  await answerOn(page).waitFor();
  await page.keyboard.press('k');
  await page.waitForURL(`**/board/${reference}**`);
  assert.deepEqual(await findBarriers(page), [], 'barriers');
  await page.goBack();
  await page.locator('[data-card]').first().waitFor();
  await page.goto(`${stage.town.origin}${stage.town.path}/board/${reference}`);
  await answerOn(page).waitFor();
  assert.equal(await page.locator('[data-steps]').count(), 0, 'without the board there is no order');
});

test('at 200 % text the report is a page again, and back beside the board', { tag: '@desktop' }, async ({ stage }) => {
  const page = await openWide(stage, { width: 1440, height: 900 });
  const { reference } = await scrollAway(page);
  await openPanel(page, reference);
  await answerOn(page).fill('Das bleibt stehen.');
  await page.evaluate("document.documentElement.style.fontSize = '200%'");
  await panelOf(page).waitFor({ state: 'detached' });
  await page.getByRole('heading', { level: 1 }).waitFor();
  assert.equal(await answerOn(page).inputValue(), 'Das bleibt stehen.');
  assert.deepEqual(await findBarriers(page), [], 'barriers');
  await page.evaluate("document.documentElement.style.fontSize = ''");
  await assertPanel(page, reference);
  assert.equal(await answerOn(page).inputValue(), 'Das bleibt stehen.');
});
