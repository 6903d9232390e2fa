import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Our own source files (not what is generated or installed) below `root`, as paths relative to it. */
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
