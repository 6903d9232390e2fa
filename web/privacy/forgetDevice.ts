import { forgetMine } from '../shared/storage.ts';

/**
 * Deletes everything of a person whose account was erased from this browser: kept answers, waiting reports, drafts, stored
 * pages, and the address for messages. Sealed ballots stay, because nobody gets a second one.
 */
export async function forgetDevice(): Promise<void> {
  await forgetMine();
  await Promise.allSettled([deleteCaches(), endPush()]);
}

async function deleteCaches(): Promise<void> {
  if (typeof caches === 'undefined') return;
  await Promise.all((await caches.keys()).map((name) => caches.delete(name)));
}

async function endPush(): Promise<void> {
  const registration = await navigator.serviceWorker?.getRegistration();
  const subscription = await registration?.pushManager?.getSubscription();
  await subscription?.unsubscribe();
}
