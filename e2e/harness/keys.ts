import assert from 'node:assert/strict';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until the focus is there; returns how often. */
export async function tabTo(page: Page, target: Locator, most = 120): Promise<number> {
  const focus = page.locator(':focus');
  for (let presses = 1; presses <= most; presses++) {
    await page.keyboard.press('Tab');
    if ((await target.and(focus).count()) > 0) return presses;
  }
  return assert.fail(`the keyboard does not reach ${String(target)}`);
}

/** Which way people see where they are: the outline of what has the focus, or of its label. */
export async function assertFocusIsSeen(page: Page): Promise<void> {
  const isSeen = await page.evaluate(`(() => {
    const focus = document.activeElement;
    const drawn = [focus, focus.closest('label'), focus.closest('[data-card]')].filter(Boolean);
    return drawn.some((element) => {
      const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
      return (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    });
  })()`);
  assert.equal(isSeen, true, 'the focus can be seen');
}
