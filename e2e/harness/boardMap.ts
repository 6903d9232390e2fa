import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import type { Stage } from './stage.ts';
import { openBoard, stageOfIssue } from './issues.ts';
import { assertDrawn, drawnOn, idleMap } from './map.ts';
import { de } from './texts.ts';

interface Spot {
  readonly id: string;
  readonly stage: string;
  readonly x: number;
  readonly y: number;
}

/**
 * Checks that every card of the board is on the map and that each leads to the other; returns the number of reports.
 */
export async function mapBesideBoard(stage: Stage): Promise<number> {
  const clerk = await stage.staff('bauhof');
  const board = await openBoard(stage, clerk);
  const wish = board.getByRole('button', { name: de.board.withMap });
  assert.equal(await board.locator('[data-map]').count(), 0, 'unasked there is no map');
  await wish.click();
  const counts = await board
    .locator('[data-count]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('data-count')));
  const cards = counts.reduce((sum, count) => sum + Number(count), 0);
  await assertDrawn(board, cards);
  const { id, stage: shown } = await pressPin(board);
  const card = board.locator(`[id="card-${id}"]`);
  await board.locator('[data-card] a:focus').waitFor();
  const reference = (await board.locator('[data-card]:has(a:focus)').getAttribute('data-reference')) ?? '';
  assert.equal(await card.getAttribute('data-reference'), reference, 'the pin leads to its card');
  assert.equal(await stageOfIssue(stage, reference, clerk), shown, 'in the colour of its column');
  await idleMap(board);
  const { length } = await board.locator('[data-card] a').all();
  await board
    .locator('[data-card] a')
    .nth(length - 1)
    .focus();
  await idleMap(board);
  assert.equal((await drawnOn(board)).chosen, 1, 'the card with the focus stands out');
  // The map is remembered. The columns begin at their tops again, where the card of the pin need not be rendered.
  await board.reload();
  await assertDrawn(board, cards);
  await board.context().close();
  return cards;
}

/** Presses a pin of a single report, not a cluster. */
async function pressPin(page: Page): Promise<Spot> {
  const spot: Spot | null = await page.evaluate(`(() => {
    const { map } = document.querySelector('[data-map]');
    const [pin] = map.queryRenderedFeatures({ layers: ['points'] });
    if (!pin) return null;
    const { x, y } = map.project(pin.geometry.coordinates);
    const { left, top } = map.getCanvas().getBoundingClientRect();
    return { ...pin.properties, x: left + x, y: top + y - 20 };
  })()`);
  assert.ok(spot, 'a pin stands alone');
  await page.mouse.click(spot.x, spot.y);
  return spot;
}
