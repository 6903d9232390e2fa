// The proofs that `npm run nightly` records in nightly.json, and the files on which the result of each depends. Run as a step of
// `npm run check`, it fails for a proof whose files have changed since it ran.
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { albums } from '../e2e/screens/albums.ts';
import { scenarios } from '../faults/scenarios.ts';
import { readSource } from './tree.mjs';

const root = join(import.meta.dirname, '..');
export const recordPath = join(root, 'nightly.json');

/** Parts of the nightly run with one entry per proof; each proof has a name, the files it depends on, and other texts. */
export function listProofs() {
  return {
    albums: albums.map(proofOfAlbum),
    bench: [...globSync('bench/jobs/*.ts', { cwd: root }).sort(), 'bench/web/web.ts'].map(proofOfJob),
    faults: scenarios.map(proofOfScenario),
  };
}

/** The pictures, and the pages with what they import from the folder of their domain. */
function proofOfAlbum({ name, pages }) {
  const files = pages.flatMap((page) => {
    const [path] = globSync(`web/**/${page}.vue`, { cwd: root });
    if (path === undefined) throw new Error(`album ${name}: there is no ${page}.vue below web/`);
    const domain = path.split('/', 2).join('/');
    return filesFrom(path, (file) => file.startsWith(`${domain}/`));
  });
  return { name, files: [`e2e/screens/${name}Shots.ts`, ...files], texts: [] };
}

/** Files that the job imports from bench/ and faults/, and the operations of the web app that it sends. */
function proofOfJob(path) {
  const files = filesFrom(path, (file) => /^(bench|faults)\//.test(file));
  const documents = Object.values(JSON.parse(readSource(root, 'web/gql/persisted-documents.json')));
  const sent = files.flatMap((file) => [...readSource(root, file).matchAll(/readDocument\(.*?, '(\w+)'\)/g)]);
  const texts = sent.map(([, name]) => documents.find((text) => new RegExp(`^query ${name}\\b`, 'm').test(text)));
  return { name: basename(path, '.ts'), files, texts };
}

/** The test files, or the module with what it imports besides the harness; the control, and the files that it patches. */
function proofOfScenario({ name, files, control, defects = [] }) {
  const isItsModule = (path) => readSource(root, path).includes(`\n  name: '${name}',\n`);
  const isOwn = (file) => file.startsWith('faults/') && !file.startsWith('faults/harness/');
  const own = files ?? filesFrom(globSync('faults/*.ts', { cwd: root }).find(isItsModule), isOwn);
  const patched = [...control.patches, ...defects.map(({ patch }) => patch)].map(({ file }) => file);
  return { name, files: [...own, ...patched], texts: [JSON.stringify({ control, defects })] };
}

/** Static and dynamic imports of files that remain at run time. */
const importStatement = /^(?:import|export) (?!type )(?:[^;']* from )?'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm;

/** The file and all files that it imports, directly or through other files that are its own. */
function filesFrom(path, isOwn) {
  const found = new Set([path]);
  for (const file of found) {
    const imports = [...readSource(root, file).matchAll(importStatement)];
    const paths = imports.map(([, first, later]) => join(dirname(file), first ?? later));
    for (const one of paths.filter(isOwn)) if (existsSync(join(root, one))) found.add(one);
  }
  return [...found];
}

/** Hash of the files and texts; `read` returns the content of a file. */
export function hashOf({ files, texts }, read = (path) => readSource(root, path)) {
  const hash = createHash('sha256');
  for (const path of [...new Set(files)].sort()) hash.update(`${path}\n${read(path)}\n`);
  return hash.update(texts.join('\n')).digest('hex').slice(0, 12);
}

/** The record of earlier runs; empty if there is none yet. */
export function readRecord() {
  return existsSync(recordPath) ? JSON.parse(readFileSync(recordPath, 'utf8')) : {};
}

/** Complaints about the record, and the names of proofs that never ran. */
export function judgeRecord(known, proofs, read) {
  const complaints = [];
  const missing = [];
  for (const [part, list] of Object.entries(proofs)) {
    for (const proof of list) {
      const name = `${part}/${proof.name}`;
      const { result, files, commit } = known[part]?.[proof.name] ?? {};
      if (result === undefined) missing.push(name);
      else if (files !== hashOf(proof, read)) complaints.push(`${name}: its files changed after it ran at ${commit}`);
      else if (result !== 'green') complaints.push(`${name}: was ${result} at ${commit}`);
    }
  }
  return { complaints: complaints.map((text) => `${text}: npm run nightly -- --only ${text.split(':')[0]}`), missing };
}

if (import.meta.main) {
  const { complaints, missing } = judgeRecord(readRecord(), listProofs());
  for (const complaint of complaints) console.log(complaint);
  if (missing.length > 0) console.log(`${missing.length} never ran, see npm run nightly: ${missing.join(', ')}`);
  process.exitCode = complaints.length > 0 ? 1 : 0;
}
