// Checks the references of docs: links, anchors, paths and scripts must exist.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const maxReadmeLines = 120;

/** Path-like code spans: a folder and a file with an extension, without wildcards or placeholders. */
const pathSpan = /^(?:\.?[\w-]+\/)+[\w.@-]+\.(?:ts|mts|mjs|cjs|vue|md|json|yml|graphql|py|css|txt|webp)$/;

/**
 * @param {string} root
 * @param {readonly string[]} files tracked files
 * @returns {{ file: string, line: number, rule: string, text: string }[]}
 */
export function findDocFaults(root, files) {
  const scripts = Object.keys(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts);
  const known = new Set(files);
  const docs = files.filter((file) => file.endsWith('.md') && existsSync(join(root, file)));
  const faults = docs.flatMap((file) =>
    judgeDoc(file, readFileSync(join(root, file), 'utf8'), {
      scripts,
      isFile: (path) => known.has(path) || existsSync(join(root, path)),
      read: (path) => readFileSync(join(root, path), 'utf8'),
    }),
  );
  const lines = readFileSync(join(root, 'README.md'), 'utf8').trimEnd().split('\n').length;
  if (lines > maxReadmeLines)
    faults.push({ file: 'README.md', line: lines, rule: `more than ${maxReadmeLines} lines`, text: `${lines} lines` });
  return faults;
}

/**
 * Faults of one Markdown text.
 * @param {string} file path below the root
 * @param {string} text
 * @param {{ scripts: readonly string[], isFile: (path: string) => boolean, read: (path: string) => string }} world
 */
export function judgeDoc(file, text, { scripts, isFile, read }) {
  const faults = [];
  let isCode = false;
  for (const [index, line] of text.split('\n').entries()) {
    const add = (rule, found) => faults.push({ file, line: index + 1, rule, text: found });
    if (/^\s*(```|~~~)/.test(line)) isCode = !isCode;
    for (const [, script] of line.matchAll(/npm run ([\w:-]+)/g))
      if (!scripts.includes(script)) add(`npm run ${script} does not exist`, line.trim());
    if (isCode) continue;
    for (const [, target] of line.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:)/.test(target)) continue;
      const [path, anchor] = target.split('#');
      const full = path === '' ? file : join(dirname(file), path);
      if (!isFile(full)) add(`link to ${target}, which does not exist`, line.trim());
      else if (anchor && full.endsWith('.md') && !anchorsOf(read(full)).has(anchor))
        add(`link to ${target}: there is no such heading`, line.trim());
    }
    for (const [, span] of line.matchAll(/`([^`]+)`/g)) {
      const path = span.replace(/:\d+$/, '');
      if (!pathSpan.test(path)) continue;
      const isThere = [path, join(dirname(file), path)].some((one) => isFile(one)) || isBelow(path, isFile);
      if (!isThere) add(`path ${path} does not exist`, line.trim());
    }
  }
  return faults;
}

/** Paths may be given from server/, web/ or the root. */
function isBelow(path, isFile) {
  return ['server', 'web', 'dist', 'bench', 'faults', 'e2e', 'docs'].some((folder) => isFile(join(folder, path)));
}

/**
 * Anchors of the headings, as code hosts make them.
 * @param {string} text
 */
export function anchorsOf(text) {
  const headings = [...text.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) => heading);
  return new Set(
    headings.map((heading) =>
      heading
        .toLowerCase()
        .replace(/[^\p{L}\p{N}\s_-]/gu, '')
        .trim()
        .replace(/\s/g, '-'),
    ),
  );
}
