import assert from 'node:assert/strict';
import type { BrowserContext, Page } from '@playwright/test';
import { patience } from './patience.ts';

/**
 * Records on each page from its start: the paint of the first card, long tasks, and the arrival of each card in each
 * column.
 */
export async function watchBoard(context: BrowserContext): Promise<void> {
  await context.addInitScript(`(() => {
    const board = { paintedAt: 0, longTasks: [], came: new Map() };
    window.board = board;
    const now = () => performance.timeOrigin + performance.now();
    new PerformanceObserver((list) => board.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
      .observe({ type: 'longtask' });
    const note = (card) => {
      const key = card.closest('[data-stage]')?.dataset.stage + ' ' + card.dataset.reference;
      if (!board.came.has(key)) board.came.set(key, now());
    };
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes)
        for (const node of addedNodes)
          if (node.nodeType === 1) {
            const cards = node.matches('[data-card]') ? [node] : node.querySelectorAll('[data-card]');
            cards.forEach(note);
            if (cards.length > 0 && board.paintedAt === 0)
              requestAnimationFrame(() => { board.paintedAt ||= performance.now(); });
          }
    }).observe(document, { subtree: true, childList: true });
  })()`);
}

/** Checks the condition in each frame. Unlike waitForFunction it needs no script that the content policy forbids. */
export async function until(page: Page, condition: string): Promise<void> {
  const isSo: boolean = await page.evaluate(`new Promise((done) => {
    const end = performance.now() + ${patience};
    const look = () => {
      if (${condition}) done(true);
      else if (performance.now() > end) done(false);
      else requestAnimationFrame(look);
    };
    look();
  })`);
  assert.ok(isSo, `in vain for ${patience} ms: ${condition}`);
}

/** Milliseconds from the start of the navigation to the paint of the first card. */
export async function firstPaint(page: Page): Promise<number> {
  await until(page, 'window.board.paintedAt > 0');
  return Math.round(await page.evaluate('window.board.paintedAt'));
}

/** Time, in milliseconds since 1970, at which a card was first in this column. */
export async function cameAt(page: Page, column: string, reference: string): Promise<number> {
  const key = JSON.stringify(`${column} ${reference}`);
  await until(page, `window.board.came.has(${key})`);
  return page.evaluate(`window.board.came.get(${key})`);
}

/** Scrolls a column by `turns` turns of the mouse wheel; returns the long tasks meanwhile, in milliseconds. */
export async function scrollColumn(page: Page, column: string, turns: number): Promise<number[]> {
  const box = await page.locator(`[data-stage="${column}"]`).boundingBox();
  assert.ok(box, 'the column is on the screen');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.evaluate('window.board.longTasks.length = 0');
  for (let turn = 0; turn < turns; turn++) {
    await page.mouse.wheel(0, 600);
    await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  }
  return longTasks(page);
}

/** List of the names of all operations that the page sends over HTTP from now on; grows as they are sent. */
export function questionsOf(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const name = /"operationName":"(\w+)"/.exec(request.postData() ?? '')?.[1];
    if (name !== undefined) names.push(name);
  });
  return names;
}

/** Durations, in milliseconds, of the tasks that blocked the page for more than 50 ms. */
export function longTasks(page: Page): Promise<number[]> {
  return page.evaluate(`new Promise((done) => setTimeout(() => done(window.board.longTasks.map(Math.round)), 100))`);
}

/** Control: blocks the page for 120 ms, which the observer must record. */
export async function blockPage(page: Page): Promise<void> {
  await page.evaluate(`new Promise((done) => setTimeout(() => {
    const until = performance.now() + 120;
    while (performance.now() < until);
    done();
  }))`);
}

export interface Place {
  readonly stage: string;
  readonly position: number;
  readonly of: number;
  readonly reference: string;
}

/** The focused card and its position as a screen reader announces it; null when no card has the focus. */
export function focusedPlace(page: Page): Promise<Place | null> {
  return page.evaluate(`(() => {
    const card = document.activeElement?.closest('[data-card]');
    const row = card?.closest('li');
    return card && { stage: card.closest('[data-stage]').dataset.stage, reference: card.dataset.reference,
      position: Number(row.ariaPosInSet), of: Number(row.ariaSetSize) };
  })()`);
}
