// Size of the files that a phone must load for the first screen, gzipped, from Vite's manifest.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = 'dist/web';
const ceilings = { js: 185, css: 20 };

/**
 * Files of the first route: the app's entry (the explorer is another entry), which contains the home page, and the
 * German texts, each with their static imports.
 */
function listFirstRoute(manifest) {
  const isNeeded = (key) => key === 'index.html' || /locales\/de\.json$/.test(key);
  const seen = new Set();
  const walk = (key) => {
    if (seen.has(key)) return;
    seen.add(key);
    for (const next of manifest[key]?.imports ?? []) walk(next);
  };
  for (const key of Object.keys(manifest)) if (isNeeded(key)) walk(key);
  const chunks = [...seen].map((key) => manifest[key]).filter(Boolean);
  return [...new Set(chunks.flatMap((chunk) => [chunk.file, ...(chunk.css ?? [])]))];
}

function weigh(files, extension) {
  const chosen = files.filter((file) => file.endsWith(`.${extension}`));
  return chosen.reduce((sum, file) => sum + gzipSync(readFileSync(join(dist, file)), { level: 9 }).length, 0) / 1000;
}

const path = join(dist, '.vite/manifest.json');
if (!existsSync(path)) {
  console.error(`${path} is missing: build the web app first`);
  process.exit(1);
}
const files = listFirstRoute(JSON.parse(readFileSync(path, 'utf8')));
console.log(`first route: ${files.length} files`);
for (const [extension, ceiling] of Object.entries(ceilings)) {
  const weight = weigh(files, extension);
  const isHeavy = weight > ceiling || weight === 0;
  console[isHeavy ? 'error' : 'log'](
    `${extension}: ${weight.toFixed(1)} kB gzip of ${ceiling} kB${isHeavy ? '  FAILS' : ''}`,
  );
  if (isHeavy) process.exitCode = 1;
}
