// npm start: builds what is missing or stale and then runs the server in this process, so that signals reach it. `npm
// start -- web` and `npm start -- worker` split the two roles; an image runs `node dist/server/main.js` directly.
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { buildAll, isBuilt, root } from './build.mjs';

stopWithParent();
if (!isBuilt()) await build();
await import(pathToFileURL(join(root, 'dist/server/main.js')).href);

async function build() {
  const abort = new AbortController();
  const stop = () => abort.abort();
  const signals = ['SIGINT', 'SIGTERM'];
  for (const signal of signals) process.once(signal, stop);
  console.log('building web and server (only when their sources have changed) …');
  try {
    await buildAll(abort.signal);
  } catch (error) {
    if (!abort.signal.aborted) console.error(error.message);
    process.exit(abort.signal.aborted ? 130 : 1);
  }
  for (const signal of signals) process.off(signal, stop);
}

/** Ends the server when its parent ends: npm passes signals on, but not if it is killed. */
function stopWithParent() {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event !== 'start') return;
  const watch = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(watch);
    process.kill(process.pid, 'SIGTERM');
  }, 500);
  watch.unref();
}
