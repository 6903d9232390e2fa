import type { Page } from '@playwright/test';
import { de } from './texts.ts';

/** Enters the key and waits until the page shows its owner. */
export async function useKeyOnPage(page: Page, key: string, owner: string): Promise<void> {
  await page.getByLabel(de.explorer.key, { exact: true }).fill(key);
  await page.getByRole('button', { name: de.explorer.use }).click();
  await page.getByText(owner).waitFor();
}

/** Chooses an example operation and runs it unchanged once the editor shows it. */
export async function runReady(page: Page, title: string, operationName: string): Promise<void> {
  await chooseReady(page, title, operationName);
  await page.locator('.graphiql-execute-button').click();
}

export async function chooseReady(page: Page, title: string, operationName: string): Promise<void> {
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
  await page.getByRole('button', { name: title }).first().click();
  await page.locator('.graphiql-query-editor .view-lines').filter({ hasText: operationName }).waitFor();
}

/** Waits until the answer contains the text. The editor shows non-breaking spaces, so spaces are matched loosely. */
export async function answerShows(page: Page, text: string): Promise<void> {
  await page.locator('.graphiql-response .view-lines').filter({ hasText: text }).waitFor();
}
