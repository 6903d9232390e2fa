/// <reference lib="webworker" />
import { openNotification, renewDevice, showMessage, type SubscriptionChange } from './notification/pushWorker.ts';

/**
 * Service worker that opens the page offline. It stores the page and its assets, whose names contain a hash of their
 * content and which hold no personal data; queries, photos and mails bypass it. Online the page always comes from the
 * server, so an old worker never decides which assets belong to it.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
/** Replaced by the build (vite.config.ts). */
declare const __SHELL__: readonly string[];
declare const __SHELL_VERSION__: string;

const current = `shell-${__SHELL_VERSION__}`;
/** Address of the page without any data; every other address answers with data of the town and the visitor. */
const barePage = '/bare-page';
const patienceMs = 4000;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(current)
      .then((cache) => cache.addAll([barePage, ...__SHELL__]))
      .then(() => worker.skipWaiting()),
  );
});

/** Deletes old caches except the previous one, because pages of that version may still be open and need its assets. */
worker.addEventListener('activate', (event) => {
  const tidy = async (): Promise<void> => {
    const names = (await caches.keys()).filter((name) => name.startsWith('shell-') && name !== current);
    for (const name of names.slice(0, -1)) await caches.delete(name);
    await worker.clients.claim();
  };
  event.waitUntil(tidy());
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== worker.location.origin) return;
  if (pathname.startsWith('/assets/')) event.respondWith(file(request));
  else if (request.mode === 'navigate' && isPage(pathname)) event.respondWith(page(request));
});

worker.addEventListener('push', (event) => {
  event.waitUntil(showMessage(worker, event.data));
});
worker.addEventListener('notificationclick', (event) => {
  event.waitUntil(openNotification(worker, event.notification));
});
worker.addEventListener('pushsubscriptionchange', (event) => {
  event.waitUntil(renewDevice(worker, event as SubscriptionChange));
});

/** Whether the app routes this path; explorer, mailbox, photos and files are not part of the app. */
function isPage(pathname: string): boolean {
  return !/^\/(explorer|graphql|mailbox|media|upload|livez|readyz)\b|\.\w+$/.test(pathname);
}

async function page(request: Request): Promise<Response> {
  const late = new Promise<undefined>((done) => setTimeout(done, patienceMs));
  const answer = fetch(request).catch(() => undefined);
  const kept = caches
    .open(current)
    .then((cache) => cache.match(barePage))
    .then(unled);
  return (await Promise.race([answer, late])) ?? (await kept) ?? (await answer) ?? Response.error();
}

/** Copies a redirected response, because browsers refuse it for a navigation. */
function unled(kept: Response | undefined): Response | undefined {
  return kept?.redirected ? new Response(kept.body, { headers: kept.headers }) : kept;
}

/** Returns an asset from the cache first: its name contains a hash, so the content cannot differ. */
async function file(request: Request): Promise<Response> {
  const kept = await caches.match(request, { ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) {
    const cache = await caches.open(current);
    await cache.put(request, answer.clone());
  }
  return answer;
}
