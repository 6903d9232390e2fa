// What a phone must load before the first screen stands, gzipped, from Vite's manifest.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = 'dist/web';
const ceilings = { js: 185, css: 20 };

/** The app's entry (the explorer is another), the page behind `/` and the German texts, each with what they import statically. */
function listFirstRoute(manifest) {
  const first = /path:\s*'\/'[^}]*?import\('\.\/([^']+)'\)/.exec(readFileSync('web/router.ts', 'utf8'))?.[1];
  const isNeeded = (key) => key === 'index.html' || (first && key.endsWith(first)) || /locales\/de\.json$/.test(key);
  const seen = new Set();
  const walk = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) walk(next);
  };
  for (const key of Object.keys(manifest)) if (isNeeded(key)) walk(key);
  const chunks = [...seen].map((key) => manifest[key]).filter(Boolean);
  return { first, files: [...new Set(chunks.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]))] };
}

/** Without a manifest: what index.html names. */
function listNamedByPage() {
  const page = readFileSync(join(dist, 'index.html'), 'utf8');
  return {
    first: undefined,
    files: [...page.matchAll(/(?:src|href)="\/([^"]+\.(?:js|css))"/g)].map((match) => match[1]),
  };
}

function weigh(files, extension) {
  const chosen = files.filter((file) => file.endsWith(`.${extension}`));
  return chosen.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0) / 1000;
}

if (!existsSync(join(dist, 'index.html'))) {
  console.error(`${dist}/index.html is missing: build the web app first`);
  process.exit(1);
}
const path = join(dist, '.vite/manifest.json');
const { first, files } = existsSync(path) ? listFirstRoute(JSON.parse(readFileSync(path, 'utf8'))) : listNamedByPage();
console.log(`first route: ${first ?? 'what the page names'} (${files.length} files)`);
for (const [extension, ceiling] of Object.entries(ceilings)) {
  const weight = weigh(files, extension);
  const isHeavy = weight > ceiling || weight === 0;
  console[isHeavy ? 'error' : 'log'](
    `${extension}: ${weight.toFixed(1)} kB gzip of ${ceiling} kB${isHeavy ? '  FAILS' : ''}`,
  );
  if (isHeavy) process.exitCode = 1;
}
