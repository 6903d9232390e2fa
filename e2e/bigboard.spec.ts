import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { becomesTrue } from '../faults/harness/waiting.ts';
import {
  blockPage,
  cameAt,
  firstPaint,
  focusedPlace,
  longTasks,
  questionsOf,
  scrollColumn,
  until,
  watchBoard,
} from './harness/bigBoard.ts';
import { startBigTown } from './harness/bigTown.ts';
import { noteFigures } from './harness/figures.ts';
import { assertFocused, cardOn, moveIssue, reportIssue } from './harness/issues.ts';
import { tabTo } from './harness/keys.ts';
import { median } from './harness/median.ts';
import { assertNotReloaded, mark } from './harness/page.ts';
import { patience } from './harness/patience.ts';
import type { Stage } from './harness/stage.ts';
import { test } from './harness/test.ts';
import { de, sayingOf } from './harness/texts.ts';
import { findBarriers } from './screens/axe.ts';

// A recorded trace takes pictures of the page in the page's own thread, which would be counted as halts.
test.use({ trace: 'off' });

test(
  'thousands of open reports: the board is there at once, scrolls without a halt, and colleagues see each move',
  { tag: '@desktop' },
  async ({ stage: outer }) => {
    const open = outer.isShort ? 600 : 5000;
    const stage = outer.elsewhere(await startBigTown(outer.town.ags, open));
    const page = await openBig(stage, 'verwaltung', newest);
    const painted = await firstPaint(page);
    await page.locator('[data-live="live"]').waitFor();
    await mark(page);
    const { inPage, ofTown } = await countCards(stage, page);
    assert.ok(inPage < 150, `${inPage} cards are in the document, of ${ofTown}`);
    assert.ok(ofTown > open, 'the numbers count all of them');
    const walked = await walk(stage, page);
    const watched = await openBig(stage, 'strassen', newest);
    const seen = await movesSeen(stage, watched, outer.isShort ? 5 : 20);
    const together = await moveTogether(stage, await openBig(stage, 'gruenflaechen', `${newest}&kind=DEFECT`));
    const asked = questionsOf(page);
    const long = await scrollColumn(page, 'IN_PROGRESS', outer.isShort ? 40 : 200);
    await becomesTrue(() => asked.includes('BoardMore'), patience);
    const forCards = asked.filter((name) => !countedAfterMoves.has(name));
    assert.deepEqual([...new Set(forCards)], ['BoardMore'], 'a card that comes into sight asks for nothing of its own');
    const shown = await page.locator('[data-stage="IN_PROGRESS"] [data-card]').count();
    assert.ok(shown < 30, `${shown} cards of one column are in the document after scrolling`);
    await blockPage(page);
    assert.ok((await longTasks(page)).length > long.length, 'a planted halt is seen (control)');
    await assertNotReloaded(page);
    const rows = await byDesk(stage);
    assert.deepEqual(stage.guard.problems, []);
    await stage.end();
    await stage.town.stop();
    noteFigures({
      open,
      'first paint': `${painted} ms`,
      'cards in the document': inPage,
      'seen by a colleague': `${median(seen)} ms (median of ${seen.length}, slowest ${Math.round(Math.max(...seen))} ms)`,
      'halts > 50 ms while scrolling': long.length === 0 ? 0 : `${long.length} (${long.join(', ')} ms)`,
      'keys of the walk': walked,
      'moved together': together,
      'rows by desk': rows,
    });
  },
);

/** Questions that follow moves of colleagues some seconds later, whether somebody scrolls or not. */
const countedAfterMoves = new Set(['BoardCounts', 'BoardOverdue', 'WaitingPhotoCount']);

/** Address of the board where a report that was just made is in sight, which the default order puts far down. */
const newest = 'board?order=newest';

/** Opens the big board for one member of staff; each has a rate limit of its own. */
async function openBig(stage: Stage, key: string, path = 'board', prepare = watchBoard): Promise<Page> {
  const as = await stage.staff(key);
  return stage.open(`${stage.town.path}/${path}`, { as, device: 'desktop', prepare });
}

async function countCards(stage: Stage, page: Page): Promise<{ inPage: number; ofTown: number }> {
  const query = 'query($ags: String!) { municipality(ags: $ags) { issueCounts { stage count } } }';
  const { municipality } = await stage.ask(query, { ags: stage.town.ags }, await stage.staff('verwaltung'));
  const counts: { stage: string; count: number }[] = municipality.issueCounts;
  for (const column of ['NEW', 'IN_PROGRESS', 'DONE']) {
    const all = counts.filter((one) => one.stage === column).reduce((sum, { count }) => sum + count, 0);
    await page.locator(`[data-stage="${column}"][data-count="${all}"]`).waitFor();
  }
  return {
    inPage: await page.locator('[data-card]').count(),
    ofTown: counts.reduce((sum, { count }) => sum + count, 0),
  };
}

/**
 * Moves the focus down a column beyond its first page, to its ends and to the next column. The focus must always be on
 * a card; returns the number of keys.
 */
async function walk(stage: Stage, page: Page): Promise<number> {
  let keys = await tabTo(page, page.locator('[data-card] a').first());
  const press = async (key: string, wanted: object): Promise<void> => {
    await page.keyboard.press(key);
    keys++;
    await until(
      page,
      `(() => { const row = document.activeElement?.closest('li');
        const [stage, position] = ${JSON.stringify(Object.values(wanted))};
        return row?.closest('[data-stage]')?.dataset.stage === stage && Number(row.ariaPosInSet) === position; })()`,
    );
  };
  for (let position = 2; position <= 40; position++) await press('ArrowDown', { stage: 'NEW', position });
  const place = await focusedPlace(page);
  assert.ok(place && place.of > 50, 'a screen reader hears how many there are');
  await press('Home', { stage: 'NEW', position: 1 });
  await press('ArrowRight', { stage: 'REVIEWED', position: 1 });
  await press('ArrowDown', { stage: 'REVIEWED', position: 2 });
  await press('ArrowLeft', { stage: 'NEW', position: 2 });
  // A colleague moves the focused card: the focus goes with the card.
  const { reference = '' } = (await focusedPlace(page)) ?? {};
  await moveIssue(stage, reference, 'TRIAGED');
  await cardOn(page, reference, 'REVIEWED').waitFor();
  await assertFocused(page, reference);
  // Scrolled out of sight the focused card is still the one that keys move.
  await page.keyboard.press('Home');
  const top = (await focusedPlace(page))?.reference ?? '';
  await scrollColumn(page, 'REVIEWED', 20);
  await assertFocused(page, top);
  return keys + 1;
}

/** One clerk moves cards by keys; returns the milliseconds from each key to the card on another clerk's screen. */
async function movesSeen(stage: Stage, board: Page, moves: number): Promise<number[]> {
  const mover = await openBig(stage, 'bauhof', newest);
  for (const one of [mover, board]) await one.locator('[data-live="live"]').waitFor();
  const took: number[] = [];
  for (let n = 0; n < moves; n++) {
    const text = `Das fällt beim Gehen auf, zum ${n}. Mal.`;
    const reference = await reportIssue(stage, { address: 'Am Graben 4', text }, await stage.person(`walker${n % 4}`));
    for (const one of [mover, board]) await cardOn(one, reference, 'NEW').waitFor();
    await cardOn(mover, reference, 'NEW').locator('a').focus();
    const pressed = Date.now();
    await mover.keyboard.press('Shift+ArrowRight');
    took.push((await cameAt(board, 'REVIEWED', reference)) - pressed);
    await cardOn(mover, reference, 'REVIEWED').waitFor();
    await mover.getByText(sayingOf(de.board.moved, { reference, status: de.status.TRIAGED })).waitFor();
  }
  await mover.context().close();
  return took;
}

/**
 * Moves several cards at once by keys. A colleague moves one of them first: this card stays and the page names the
 * colleague; the others move and an undo returns them.
 */
async function moveTogether(stage: Stage, page: Page): Promise<number> {
  await page.locator('[data-stage="NEW"] [data-card] a').first().focus();
  await page.keyboard.press('x');
  for (let n = 0; n < 11; n++) await page.keyboard.press('Shift+ArrowDown');
  await page.locator('[data-live="live"]').waitFor();
  const bar = page.locator('[data-bulk]');
  await bar.getByText(sayingOf(de.board.bulk.chosen, { n: 12 })).waitFor();
  const { reference: raced = '' } = (await focusedPlace(page)) ?? {};
  // The colleague moves the card while live updates are paused on this screen.
  await page.getByRole('button', { name: de.live.pause }).click();
  await moveIssue(stage, raced, 'TRIAGED');
  await bar.getByRole('button', { name: de.board.moveTo }).click();
  await page.getByRole('menuitem', { name: de.status.DECLINED, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel(de.move.reason).fill('Das gehört dem Land.');
  await dialog.getByRole('button', { name: de.move.send.telling }).click();
  const stayed = bar.locator(`[data-stayed="${raced}"]`);
  await stayed.waitFor();
  assert.match(await stayed.innerText(), /Bauhof/, 'says who was first');
  await cardOn(page, raced, 'REVIEWED').waitFor();
  const undo = page.getByRole('button', { name: de.board.undo });
  await undo.click();
  await page.getByText(sayingOf(manyOf(de.board.bulk.undone), { n: 11, of: 11 })).waitFor();
  await page.getByRole('button', { name: de.live.goOn }).click();
  await bar.getByRole('button', { name: de.board.bulk.clear }).click();
  await bar.waitFor({ state: 'detached' });
  return 11;
}

/** Shows one row per desk: only visible rows are read, and the address holds the filter. */
async function byDesk(stage: Stage): Promise<number> {
  let reads = 0;
  const page = await openBig(stage, 'bauamt', 'board?lanes=desk', async (context) => {
    await watchBoard(context);
    await context.route('**/graphql', (route, request) => {
      if (/"Board(Start|More|Counts)"/.test(request.postData() ?? '')) reads++;
      return route.continue();
    });
  });
  await page.locator('[data-lane] [data-card]').first().waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  await page.screenshot({ path: join(stage.out, 'bigboard-desks.png') });
  assert.deepEqual(await findBarriers(page), [], 'barriers');
  const rows = await page.locator('[data-lane]').count();
  assert.ok(reads < rows, `only the rows in sight are read: ${reads} readings, ${rows} rows`);
  await page.locator('[data-lane]').last().scrollIntoViewIfNeeded();
  await page.locator('[data-lane]').last().locator('[data-stage]').first().waitFor();
  await page.getByLabel(de.board.filter).selectOption({ label: 'Bauhof' });
  await page.waitForURL(/desk=/);
  assert.equal(await page.locator('[data-lane]').count(), 1, 'one desk, one row');
  await page.context().close();
  return rows;
}

/** The plural form of a message "one | many". */
function manyOf(message: string): string {
  return message.split(' | ').at(-1) ?? '';
}
