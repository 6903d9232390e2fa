import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import { patience } from './patience.ts';

export interface Announcement {
  /** Time in milliseconds since 1970. */
  readonly at: number;
  readonly text: string;
}

/** Starts to record announcements of a screen reader: every change within a live region. */
export async function listen(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    const regions = '[aria-live]:not([aria-live=off]), [role=status]:not([aria-live]), [role=alert], [role=log]';
    const isWhole = (region) =>
      (region.getAttribute('aria-atomic') ?? String(/status|alert/.test(region.getAttribute('role')))) === 'true';
    window.heard = [];
    new MutationObserver((changes) => {
      const said = new Set();
      for (const { type, target, addedNodes } of changes) {
        for (const node of type === 'characterData' ? [target] : addedNodes) {
          const region = (node.nodeType === 1 ? node : node.parentElement)?.closest(regions);
          if (region?.checkVisibility()) said.add(isWhole(region) ? region : node);
        }
      }
      const at = performance.timeOrigin + performance.now();
      const words = [...said].map((node) => ({ at, text: node.textContent.trim() }));
      window.heard.push(...words.filter(({ text }) => text !== ''));
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
  })()`);
}

/** Returns and removes the announcements since the last call. */
export function heard(page: Page): Promise<readonly Announcement[]> {
  return page.evaluate('window.heard.splice(0)');
}

/** Waits for the next announcement and returns it with those that follow at once. */
export async function nextHeard(page: Page): Promise<readonly Announcement[]> {
  const frame = 'new Promise((done) => requestAnimationFrame(() => setTimeout(done)))';
  const until = performance.now() + patience;
  while ((await page.evaluate('window.heard.length')) === 0) {
    if (performance.now() > until) throw new Error('nothing was said');
    await page.evaluate(frame);
  }
  for (let settling = 0; settling < 5; settling++) await page.evaluate(frame);
  return heard(page);
}

/** Returns the only announcement since the last call; throws when there is none or more than one. */
export async function onlyOne(page: Page): Promise<string> {
  const said = await nextHeard(page);
  assert.equal(said.length, 1, `said once: ${JSON.stringify(said)}`);
  return said[0]?.text ?? '';
}
