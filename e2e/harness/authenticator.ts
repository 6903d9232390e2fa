import type { Page } from '@playwright/test';

/** Adds a virtual authenticator of Chromium that always verifies its user. */
export async function openAuthenticator(page: Page): Promise<void> {
  const devices = await page.context().newCDPSession(page);
  await devices.send('WebAuthn.enable');
  const isThere = { hasResidentKey: true, hasUserVerification: true, isUserVerified: true };
  const options = { protocol: 'ctap2', transport: 'internal', automaticPresenceSimulation: true, ...isThere } as const;
  await devices.send('WebAuthn.addVirtualAuthenticator', { options });
}
