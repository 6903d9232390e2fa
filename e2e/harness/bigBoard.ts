import assert from 'node:assert/strict';
import type { BrowserContext, Page } from '@playwright/test';
import { patience } from './patience.ts';

/** From the first moment of each page: when its first card was painted, what blocked it, when which card came where. */
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

/** Looked at in each frame; pages allow no program text from outside, so not by waitForFunction. */
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

/** Milliseconds from the address to the first card on the screen. */
export async function firstPaint(page: Page): Promise<number> {
  await until(page, 'window.board.paintedAt > 0');
  return Math.round(await page.evaluate('window.board.paintedAt'));
}

/** When a card first lay in this column, in milliseconds since 1970. */
export async function cameAt(page: Page, column: string, reference: string): Promise<number> {
  const key = JSON.stringify(`${column} ${reference}`);
  await until(page, `window.board.came.has(${key})`);
  return page.evaluate(`window.board.came.get(${key})`);
}

/** Turns the wheel over a column until its end is read or `turns` are done; what blocked the page meanwhile. */
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

/** The names of what the page asks by HTTP from now on. */
export function questionsOf(page: Page): string[] {
  const names: string[] = [];
  page.on('request', (request) => {
    const name = /"operationName":"(\w+)"/.exec(request.postData() ?? '')?.[1];
    if (name !== undefined) names.push(name);
  });
  return names;
}

/** What blocked the page for more than 50 ms, in milliseconds. */
export function longTasks(page: Page): Promise<number[]> {
  return page.evaluate(`new Promise((done) => setTimeout(() => done(window.board.longTasks.map(Math.round)), 100))`);
}

/** Blocks the page on purpose: the observer must see it, or "none" would say nothing. */
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

/** Which card has the focus, and what a screen reader says of its place. */
export function focusedPlace(page: Page): Promise<Place | null> {
  return page.evaluate(`(() => {
    const card = document.activeElement?.closest('[data-card]');
    const row = card?.closest('li');
    return card && { stage: card.closest('[data-stage]').dataset.stage, reference: card.dataset.reference,
      position: Number(row.ariaPosInSet), of: Number(row.ariaSetSize) };
  })()`);
}
