import type { Page } from '@playwright/test';
import { de } from './texts.ts';

/** Hands the key over and waits until the page says whose it is. */
export async function useKeyOnPage(page: Page, key: string, owner: string): Promise<void> {
  await page.getByLabel(de.explorer.key, { exact: true }).fill(key);
  await page.getByRole('button', { name: de.explorer.use }).click();
  await page.getByText(owner).waitFor();
}

/** Chooses a ready operation and runs it as it stands, once the editor shows it. */
export async function runReady(page: Page, title: string, operationName: string): Promise<void> {
  await chooseReady(page, title, operationName);
  await page.locator('.graphiql-execute-button').click();
}

export async function chooseReady(page: Page, title: string, operationName: string): Promise<void> {
  await page.locator('.graphiql-query-editor .view-lines').waitFor();
  await page.getByRole('button', { name: title }).first().click();
  await page.locator('.graphiql-query-editor .view-lines').filter({ hasText: operationName }).waitFor();
}

/** The answer shows this; the editor draws spaces that do not break. */
export async function answerShows(page: Page, text: string): Promise<void> {
  await page.locator('.graphiql-response .view-lines').filter({ hasText: text }).waitFor();
}
