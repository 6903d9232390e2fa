// Finds folders that import each other: neither of them can be read, moved or left out without the other.
import { existsSync } from 'node:fs';
import { posix } from 'node:path';
import { listSources, readSource } from './tree.mjs';

/** Files without arrows: manifests, which only lists import, and rows of the tenant matrix, which are test code. */
const manifest = /\.(pages|domain|part|policy)\.ts$/;

/** Folders whose subfolders must not import each other. */
const tops = ['web', 'server/issue'];

/**
 * Pairs of neighbours that import each other, as [one, other]. Neighbours are the subfolders of one folder, each with
 * its whole content, and the folder's own files, which count as one neighbour named "<folder>/*".
 */
export function findMutualFolders(root, top) {
  const arrows = new Set();
  const files = listSources(root, [top], '*.{ts,vue,mjs}').filter((path) => !/\.test\.ts$/.test(path));
  for (const file of files.filter((path) => !manifest.test(path))) {
    for (const target of importsOf(root, file)) {
      if (target.startsWith(`${top}/`) && isCode(root, target)) arrows.add(arrowBetween(file, target));
    }
  }
  const isBack = ([from, to]) => from < to && arrows.has(`${to} ${from}`);
  return [...arrows].map((arrow) => arrow.split(' ')).filter(isBack);
}

function isCode(root, path) {
  return /\.(ts|vue|mjs)$/.test(path) && existsSync(posix.join(root, path));
}

/** Arrow between the two units below the folder where the paths part. */
function arrowBetween(file, target) {
  const from = file.split('/');
  const to = target.split('/');
  const same = from.findIndex((part, i) => part !== to[i]);
  const unitOf = (parts) => (parts.length === same + 1 ? [...parts.slice(0, same), '*'] : parts.slice(0, same + 1));
  return `${unitOf(from).join('/')} ${unitOf(to).join('/')}`;
}

function importsOf(root, file) {
  const specifiers = readSource(root, file).matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)['"](\.[^'"?]+)/g);
  return [...specifiers]
    .map(([, path]) => posix.join(posix.dirname(file), path))
    .filter((path) => !/\/gql\//.test(path));
}

if (import.meta.main) {
  for (const top of tops) {
    const pairs = findMutualFolders(process.cwd(), top);
    for (const [one, other] of pairs) console.error(`${one} and ${other} import each other`);
    console.log(`${top}: ${pairs.length} pairs of folders import each other`);
    if (pairs.length > 0) process.exitCode = 1;
  }
}
