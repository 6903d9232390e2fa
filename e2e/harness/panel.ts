import assert from 'node:assert/strict';
import type { Locator, Page } from '@playwright/test';
import { cardOn } from './issues.ts';
import { de, sayingOf } from './texts.ts';

/** The panel beside the board, whichever report it shows. */
export function panelOf(page: Page): Locator {
  return page.locator('aside[data-panel]');
}

/** Field of the panel or the page in which staff write an answer: public, or private if the reporter waits for one. */
export function answerOn(page: Page): Locator {
  return page.getByLabel(de.comment.label.PUBLIC).or(page.getByLabel(de.comment.label.PRIVATE));
}

/** Opens the card; waits until the panel holds the report and its heading has the focus. */
export async function openPanel(page: Page, reference: string): Promise<Locator> {
  await cardOn(page, reference).locator('a').click();
  return assertPanel(page, reference);
}

/** Waits until the panel shows the report: it is named after it, its heading has the focus, its card is marked. */
export async function assertPanel(page: Page, reference: string): Promise<Locator> {
  const panel = page.getByRole('complementary', { name: sayingOf(de.issueSteps.panel, { reference }) });
  await panel.waitFor();
  await page.waitForURL(`**/board/${reference}**`);
  await answerOn(page).waitFor();
  await page.locator('#panel-title:focus', { hasText: reference }).waitFor();
  await cardOn(page, reference).locator('a[aria-current="true"]').waitFor();
  assert.equal(await page.locator('[data-card] [aria-current="true"]').count(), 1, 'one card is marked');
  return panel;
}

/** References of all loaded cards in the order of the columns. Only a short board has all its cards in the document. */
export function orderOf(page: Page): Promise<string[]> {
  return page.evaluate(`[...document.querySelectorAll('[data-stage]')].flatMap((column) =>
    [...column.querySelectorAll('li')]
      .toSorted((a, b) => a.dataset.index - b.dataset.index)
      .flatMap((row) => row.querySelector('[data-card]')?.dataset.reference ?? []))`);
}
