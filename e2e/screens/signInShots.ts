import type { Page } from '@playwright/test';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

/** The ways to sign in, and the profile page without an account. */
export function signInShots(path: string): readonly Shot[] {
  return [
    { name: 'sign-in', path: `${path}/sign-in`, shows: de.signIn.sendCode },
    { name: 'sign-in-code', path: `${path}/sign-in`, shows: de.signIn.codeHint, prepare: askForCode },
    { name: 'sign-in-link', path: '/sign-in/0123456789', shows: de.signIn.linkTitle },
    { name: 'profile-signed-out', path: `${path}/me`, shows: de.profile.signedOut },
  ];
}

async function askForCode(page: Page): Promise<void> {
  const { width = 0 } = page.viewportSize() ?? {};
  await page.getByLabel(de.signIn.email).fill(`looking.${width}.${Date.now()}@example.org`);
  await page.getByRole('button', { name: de.signIn.sendCode }).click();
}
