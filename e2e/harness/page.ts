import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';

/** Marks this document, so that `assertNotReloaded` detects a reload. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate('window.wasMarked = true');
}

export async function assertNotReloaded(page: Page): Promise<void> {
  assert.equal(await page.evaluate('window.wasMarked === true'), true, 'the page was not reloaded');
}

/** Starts to record the texts of the page and the last click, with times in milliseconds since 1970. */
export async function startClock(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const now = () => performance.timeOrigin + performance.now();
    const seen = [];
    window.clock = { seen, pressedAt: 0 };
    addEventListener('click', () => { window.clock.pressedAt = now(); }, true);
    new MutationObserver(() => seen.push([now(), document.body.textContent]))
      .observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);
}

export function pressedAt(page: Page): Promise<number> {
  return page.evaluate('window.clock.pressedAt');
}

/** Time at which the page first contained `text` after `since`; NaN if it never did. Needs `startClock` before. */
export function shownAt(page: Page, text: string, since: number): Promise<number> {
  const hit = `window.clock.seen.find(([at, text]) => at >= ${since} && text.includes(${JSON.stringify(text)}))`;
  return page.evaluate(`${hit}?.[0] ?? NaN`);
}
