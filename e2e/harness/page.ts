import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';

/** Remembers this very document: after a reload it has forgotten. */
export async function mark(page: Page): Promise<void> {
  await page.evaluate('window.wasMarked = true');
}

export async function assertNotReloaded(page: Page): Promise<void> {
  assert.equal(await page.evaluate('window.wasMarked === true'), true, 'the page was not reloaded');
}

/** Moments (ms since 1970) at which the page showed a text that `pattern` fits, and at which buttons were pressed. */
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

/** When the page's text first contained this (after `since`); the clock must have been started. */
export function shownAt(page: Page, text: string, since: number): Promise<number> {
  const hit = `window.clock.seen.find(([at, text]) => at >= ${since} && text.includes(${JSON.stringify(text)}))`;
  return page.evaluate(`${hit}?.[0] ?? NaN`);
}
