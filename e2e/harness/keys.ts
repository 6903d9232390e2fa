import assert from 'node:assert/strict';
import type { Locator, Page } from '@playwright/test';

/** Presses Tab until the target has the focus; returns the number of presses. */
export async function tabTo(page: Page, target: Locator, most = 120): Promise<number> {
  const focus = page.locator(':focus');
  for (let presses = 1; presses <= most; presses++) {
    await page.keyboard.press('Tab');
    if ((await target.and(focus).count()) > 0) return presses;
  }
  return assert.fail(`the keyboard does not reach ${String(target)}`);
}

/** Asserts that the focus is visible: the focused element or its label has an outline. */
export async function assertFocusIsSeen(page: Page): Promise<void> {
  const isSeen = await page.evaluate(`(() => {
    const focus = document.activeElement;
    const drawn = [focus, focus.closest('label'), focus.closest('[data-card]')].filter(Boolean);
    const styles = [...drawn.map((element) => getComputedStyle(element)), getComputedStyle(focus, '::after')];
    return styles.some(({ outlineStyle, outlineWidth, boxShadow }) =>
      (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none');
  })()`);
  assert.equal(isSeen, true, 'the focus can be seen');
}
