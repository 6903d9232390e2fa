// Paths of the web app's pages, read from its manifests; the server answers 404 for any other.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Patterns in the syntax of vue-router, without the catch-all page; patterns without `/` lie below a town. */
export function listPages(root) {
  const files = globSync('web/*/*.pages.ts', { cwd: root });
  const paths = files.flatMap((file) =>
    [...readFileSync(join(root, file), 'utf8').matchAll(/^\s+path: '(.*)',$/gm)].map(([, path]) => path),
  );
  const pages = paths.map((path) => path.replaceAll('\\\\', '\\')).filter((path) => !path.includes('(.*)*'));
  return pages.map((path) => (path.startsWith('/') ? path : `/:ags(\\d{8})/${path}`.replace(/\/$/, ''))).sort();
}

/** Writes the patterns beside the built web app. */
export function writePages(root) {
  writeFileSync(join(root, 'dist/web/pages.json'), `${JSON.stringify(listPages(root), null, 2)}\n`);
}
