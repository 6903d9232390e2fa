import type { Page } from '@playwright/test';
import { de } from './texts.ts';

/** Titles of the posts and polls in the feed, from the top. */
export function titlesOf(page: Page): Promise<string[]> {
  return page.locator('[data-feed] > article').getByRole('heading', { level: 3 }).allInnerTexts();
}

/** Waits until the page says that `count` entries are new. */
export async function waitForNew(page: Page, count: number): Promise<void> {
  const words = [de.feed.newShort, de.feed.newRest].map((message) => message.split(' | ')[count === 1 ? 0 : 1]);
  await page.getByRole('button', { name: words.join(' ').replace('{n}', String(count)), exact: true }).waitFor();
}

export async function showNew(page: Page): Promise<void> {
  await page.locator('[data-new]').click();
  await page.locator('[data-new]').waitFor({ state: 'detached' });
}

export function cardOf(page: Page, title: string) {
  return page.locator('[data-feed] > article').filter({ has: page.getByRole('heading', { name: title, exact: true }) });
}

/** Presses the button for more entries and waits until they are read. */
export async function showMore(page: Page): Promise<void> {
  const more = page.getByRole('button', { name: de.feed.more, exact: true });
  await more.click();
  await more.and(page.locator('[aria-busy="true"]')).waitFor({ state: 'detached' });
}

/** Unfolds the row of a poll, if it is folded, also one of a later page; returns its card. */
export async function unfold(page: Page, title: string) {
  const card = cardOf(page, title);
  const button = card.getByRole('button', { name: title, exact: true });
  const more = page.getByRole('button', { name: de.feed.more, exact: true });
  await page.locator('[data-feed] > article').first().waitFor();
  for (let pages = 0; pages < 3 && !(await button.isVisible()) && (await more.isVisible()); pages++)
    await showMore(page);
  await button.waitFor();
  if ((await button.getAttribute('aria-expanded')) === 'false') await button.click();
  return card;
}

/** Vertical position of a card on the screen, in pixels. */
export async function topOf(page: Page, title: string): Promise<number> {
  return (await cardOf(page, title).boundingBox())?.y ?? NaN;
}

/** Follows groups on the page of all groups. */
export async function followOnPage(page: Page, names: readonly string[]): Promise<void> {
  for (const name of names) {
    const label = de.group.followName.replace('{name}', name);
    await page.getByRole('button', { name: label, exact: true, pressed: false }).click();
    await page.getByRole('button', { name: label, exact: true, pressed: true }).waitFor();
  }
}

export async function isLive(page: Page): Promise<void> {
  await page.locator('[data-live="live"]').first().waitFor();
}
