import assert from 'node:assert/strict';
import type { Page } from '@playwright/test';
import type { Stage } from './stage.ts';
import { de } from './texts.ts';

/** Signs in on the sign-in page as a visitor does, with the code from the mail. */
export async function signInByCode(page: Page, { mailbox }: Stage, address: string): Promise<void> {
  await askForCode(page, address);
  await typeCode(page, codeIn(await mailbox.nextMail(address)));
}

export async function askForCode(page: Page, address: string): Promise<void> {
  await page.getByLabel(de.signIn.email).fill(address);
  await page.getByRole('button', { name: de.signIn.sendCode }).click();
  await page.getByLabel(de.signIn.code).waitFor();
}

/** Enters a code; the last digit sends it. */
export async function typeCode(page: Page, code: string): Promise<void> {
  await page.getByLabel(de.signIn.code).fill(code);
}

export function codeIn(mail: string): string {
  const [, first, second] = /(\d{4})[ \u00a0]?(\d{4})/.exec(mail) ?? [];
  assert.ok(first && second, 'eight digits in the mail');
  return first + second;
}
