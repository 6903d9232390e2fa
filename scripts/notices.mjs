// Writes dist/web/third-party-notices.txt: names and licences of the packages in the web bundle and of those that the
// server needs at run time.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name of the file below the origin. */
export const noticesFile = 'third-party-notices.txt';

/** Packages of which the build takes styles or fonts without importing a module, so Vite does not list them. */
const stylePackages = ['@fontsource-variable/atkinson-hyperlegible-next', '@kern-ux/native', 'tailwindcss'];

/** Folders of all packages that `npm ci --omit=dev` installs, from the lock file; without the binary of Node. */
export function listServerPackages(root) {
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages)
    .filter(([path, { dev, devOptional }]) => path !== '' && !dev && !devOptional)
    .map(([path]) => path)
    .filter((path) => !/node_modules\/node-linux-/.test(path) && existsSync(join(root, path, 'package.json')))
    .sort();
}

/** Name, version, licence and the licence's text of a package. Throws if the package names no licence. */
export function readNotice(root, path) {
  const { name, version, license, licenses } = JSON.parse(readFileSync(join(root, path, 'package.json'), 'utf8'));
  const named = [license ?? licenses].flat().map((one) => one?.type ?? one);
  const files = readdirSync(join(root, path)).filter((file) => /^(licen[cs]e|copying|notice)([.-].*)?$/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(root, path, file), 'utf8').trim());
  if (named[0] === undefined && texts.length === 0) throw new Error(`${name} ${version} names no licence`);
  const heading = `## ${name} - ${version} (${named.join(', ') || 'see below'})`;
  return [heading, ...(texts.length > 0 ? texts : ['The package contains no text of its licence.'])].join('\n\n');
}

/** Text of all notices; `web` is the list that Vite wrote for the bundle. */
export function noticesOf(root, web) {
  const styles = stylePackages.map((name) => readNotice(root, `node_modules/${name}`));
  const server = listServerPackages(root).map((path) => readNotice(root, path));
  const parts = ['# Third-party notices', '# In the web app', web.trim(), ...styles, '# On the server', ...server];
  return `${parts.join('\n\n')}\n`;
}

export function writeNotices(root) {
  const web = readFileSync(join(root, 'dist/web/.vite/license.md'), 'utf8').replace(/^# Licenses\s+/, '');
  writeFileSync(join(root, 'dist/web', noticesFile), noticesOf(root, web));
}
