/// <reference lib="webworker" />

/**
 * Opens the page without a line. It keeps the one page and the files it is made of, which have a name for each content
 * and nothing about anybody in them; questions, photos and mails go past it. With a line the page itself always comes
 * from the server: which files belong to it is never a question of the worker's age.
 */
const worker = self as unknown as ServiceWorkerGlobalScope;
/** Filled in by the build (vite.config.ts). */
declare const __SHELL__: readonly string[];
declare const __SHELL_VERSION__: string;

const current = `shell-${__SHELL_VERSION__}`;
const patienceMs = 4000;

worker.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(current)
      .then((cache) => cache.addAll(['/', ...__SHELL__]))
      .then(() => worker.skipWaiting()),
  );
});

/** Pages of the version before may still be open and want one of their files. */
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

/** Not the explorer, the mailbox, photos or files, which the page does not route. */
function isPage(pathname: string): boolean {
  return !/^\/(explorer|graphql|mailbox|media|upload|livez|readyz)\b|\.\w+$/.test(pathname);
}

async function page(request: Request): Promise<Response> {
  const late = new Promise<undefined>((done) => setTimeout(done, patienceMs));
  const answer = fetch(request).catch(() => undefined);
  const kept = caches
    .open(current)
    .then((cache) => cache.match('/'))
    .then(unled);
  return (await Promise.race([answer, late])) ?? (await kept) ?? (await answer) ?? Response.error();
}

/** Browsers open no page with an answer that another address led to. */
function unled(kept: Response | undefined): Response | undefined {
  return kept?.redirected ? new Response(kept.body, { headers: kept.headers }) : kept;
}

/** A name for each content: what is kept is what would come. */
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
