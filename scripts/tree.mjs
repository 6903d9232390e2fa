import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Source files below `root` that are neither generated nor installed, as paths relative to `root`. */
export function listSources(root, folders, pattern = '*.{ts,vue}') {
  return folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => globSync(`${folder}/**/${pattern}`, { cwd: root }))
    .filter((path) => !/(^|\/)(gql|dist|node_modules)\//.test(path))
    .sort();
}

export function readSource(root, path) {
  return readFileSync(join(root, path), 'utf8');
}

export function countLines(text) {
  return text === '' ? 0 : text.replace(/\n$/, '').split('\n').length;
}
