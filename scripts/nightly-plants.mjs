// Controls of scripts/nightly-files.mjs: each change of a file must demand the proofs that depend on it, and no other.
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { albums } from '../e2e/screens/albums.ts';
import { hashOf, judgeRecord, listProofs } from './nightly-files.mjs';
import { readSource } from './tree.mjs';

const root = join(import.meta.dirname, '..');
const proofs = listProofs();
const sources = new Map();

/** [changed file, proofs that must be demanded] */
const planted = [
  ['README.md', []],
  ['web/ui/LiveDot.vue', []],
  ['bench/jobs/fanout.ts', ['bench/fanout']],
  ['faults/votestorm.ts', ['faults/votestorm']],
  ['server/desk.test.ts', ['faults/desk']],
  ['server/database/backup/make.ts', ['faults/backup']],
  ...new Set(albums.flatMap(({ pages }) => pages)).values().map(plantPage),
];

const green = (proof) => [proof.name, { result: 'green', commit: 'HEAD', files: hashOf(proof, readOnce) }];
const record = Object.fromEntries(
  Object.entries(proofs).map(([part, list]) => [part, Object.fromEntries(list.map(green))]),
);
const failed = planted.filter(([file, expected]) => demandedBy(file).join() !== expected.join());
for (const [file, expected] of failed) {
  console.log(`a change of ${file} demands ${demandedBy(file).join(', ')} instead of ${expected.join(', ')}`);
}
const wasRed = { ...record, bench: { ...record.bench, vote: { ...record.bench.vote, result: 'red' } } };
const others = [
  ['a red result', judgeRecord(wasRed, proofs, readOnce).complaints.length === 1],
  ['a record without runs', judgeRecord({}, proofs, readOnce).complaints.length === 0],
].filter(([, isJudged]) => !isJudged);
for (const [name] of others) console.log(`${name} is not judged as planted`);
console.log(`${planted.length} changes planted, ${failed.length} demand the wrong proofs`);
process.exitCode = failed.length + others.length > 0 ? 1 : 0;

/** A change in a page demands the albums that show it. */
function plantPage(page) {
  const showing = albums.filter(({ pages }) => pages.includes(page));
  return [globSync(`web/**/${page}.vue`, { cwd: root })[0], showing.map(({ name }) => `albums/${name}`)];
}

/** Names in the commands that a check prints when this file has changed since the record. */
function demandedBy(changed) {
  const read = (path) => (path === changed ? `${readOnce(path)} ` : readOnce(path));
  return judgeRecord(record, proofs, read).complaints.map((complaint) => complaint.split(' --only ')[1]);
}

function readOnce(path) {
  if (!sources.has(path)) sources.set(path, readSource(root, path));
  return sources.get(path);
}
