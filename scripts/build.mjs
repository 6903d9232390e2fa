// Builds web and server in parallel into dist/ and stores a hash of their sources.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { noticesFile, writeNotices } from './notices.mjs';
import { pack } from './pack.mjs';
import { writePages } from './pages.mjs';
import { withShellStyles } from './shellStyles.mjs';

export const root = resolve(import.meta.dirname, '..');
const stamp = join(root, 'dist/.stamp');
const vite = join(root, 'node_modules/vite/bin/vite.js');
const parts = { web: ['build'], server: ['build', '-c', 'vite.server.config.ts'] };
const built = [
  'dist/web/index.html',
  'dist/web/explorer.html',
  'dist/web/pages.json',
  'dist/web/shell.html',
  `dist/web/${noticesFile}`,
  'dist/server/main.js',
];

/** Whether dist/ was built from the present sources; compared by content, because a fresh clone has fresh dates. */
export function isBuilt() {
  const isComplete = [stamp, ...built.map((path) => join(root, path))].every((path) => existsSync(path));
  // An image has no sources, so nothing can be newer than dist/.
  return isComplete && (!existsSync(join(root, 'server')) || readFileSync(stamp, 'utf8') === hashSources());
}

/** Builds web and server. Rejects with the output of the failing part; aborting `signal` ends both parts. */
export async function buildAll(signal) {
  if (!existsSync(vite)) throw new Error('building needs the development packages: npm ci --include=dev');
  const hash = hashSources();
  await Promise.all(Object.entries(parts).map(([name, args]) => buildPart(name, args, signal)));
  await pack(join(root, 'dist/web/assets'));
  writePages(root);
  writeShell();
  writeNotices(root);
  writeFileSync(stamp, hash);
}

/** Writes the parts of the HTML before the script runs, and their styles into the page. */
function writeShell() {
  const folder = join(root, 'dist/web');
  const markup = readFileSync(join(root, 'web/shell.html'), 'utf8');
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  writeFileSync(join(folder, 'shell.html'), markup);
  const readSheet = (path) => readFileSync(join(folder, path), 'utf8');
  const { pictures } = JSON.parse(readFileSync(join(root, 'schema/firstScreens.json'), 'utf8'));
  const all = [markup, ...Object.values(pictures)].join('');
  writeFileSync(join(folder, 'index.html'), withShellStyles(page, all, readSheet));
}

function hashSources() {
  const patterns = [
    'server/**/*',
    'web/**/*',
    'schema/{schema.graphql,firstScreens.json}',
    'package-lock.json',
    'vite*.config.ts',
    'scripts/{build,notices,pack,pages,shellStyles}.mjs',
    'tsconfig.json',
  ];
  const hash = createHash('sha256');
  const entries = patterns.flatMap((pattern) => globSync(pattern, { cwd: root, withFileTypes: true }));
  const files = entries.filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts'));
  for (const path of files.map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(path.slice(root.length)).update(readFileSync(path));
  }
  return hash.digest('hex');
}

function buildPart(name, args, signal) {
  const started = performance.now();
  const options = { cwd: root, env: { ...process.env, NO_COLOR: '1' }, stdio: ['ignore', 'pipe', 'pipe'], signal };
  const child = spawn(process.execPath, [vite, ...args, '--logLevel', 'warn'], options);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => {
      if (code !== 0) return fail(new Error(`building ${name} failed\n${output}`));
      console.log(`built ${name} in ${((performance.now() - started) / 1000).toFixed(1)} s`);
      done();
    });
  });
}

if (import.meta.main) {
  try {
    await buildAll(new AbortController().signal);
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
