// `npm run nightly`: runs the proofs that .ci/run leaves out or runs in part, and records them in nightly.json. After `--`, each
// `--only bench` selects a part and each `--only bench/vote` a proof. A red part does not stop the run; Ctrl+C stops it, and
// results that are known by then are recorded.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hashOf, listProofs, readRecord, recordPath } from './nightly-files.mjs';

const database = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const redis = process.env.REDIS_URL ?? 'redis://127.0.0.1:6379';

/** Command of each part, in this order. A part without a list of proofs has only a date in the record. */
const commands = {
  sweeps: () => 'FULL=1 npm test -- server/sweeps',
  bench: (names) => `npm run bench -- --smoke ${names.join(' ')}`,
  postgres: () => `DATABASE_URL=${database} REDIS_URL=${redis} npm test -- --project server --project server-own`,
  e2e: () => 'npm run e2e',
  guide: () => 'npm run guide -- --controls all',
  upgrade: () => 'npm run prove:upgrade',
  albums: (names) => `npm run screens -- ${names.join(' ')}`,
  faults: (names) => `npm run faults -- --long --controls all ${names.map((name) => `--only ${name}`).join(' ')}`,
  shuffle: () => 'npm run shuffle -- 10',
  hours: () => 'npm run hours',
};
const parts = Object.keys(commands);
const proofs = listProofs();

const { values } = parseArgs({ options: { only: { type: 'string', multiple: true, default: [] } } });
const known = parts.flatMap((part) => [part, ...namesOf(part).map((name) => `${part}/${name}`)]);
const unknown = values.only.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`nothing is called ${unknown.join(', ')}; there are: ${known.join(', ')}`);
  process.exit(2);
}

let isInterrupted = false;
process.on('SIGINT', () => (isInterrupted = true));
const commit = execFileSync('git', ['rev-parse', '--short=9', 'HEAD'], { encoding: 'utf8' }).trim();
const date = new Date().toISOString().slice(0, 10);
const record = readRecord();
const verdicts = [];
for (const part of parts) {
  const isWhole = values.only.length === 0 || values.only.includes(part);
  const names = namesOf(part).filter((name) => isWhole || values.only.includes(`${part}/${name}`));
  if (isInterrupted || (names.length === 0 && !isWhole)) continue;
  const started = performance.now();
  const isGreen = await runPart(part, names);
  const seconds = Math.round((performance.now() - started) / 1000);
  verdicts.push(`${isGreen ? 'green' : 'RED  '} ${part.padEnd(8)} ${seconds} s`);
  if (!isGreen) process.exitCode = 1;
}
console.log(verdicts.join('\n'));

function namesOf(part) {
  return (proofs[part] ?? []).map(({ name }) => name);
}

/** Runs a part and records its results; returns whether all are green. */
async function runPart(part, names) {
  const hashes = new Map(proofs[part]?.map((proof) => [proof.name, hashOf(proof)]));
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-nightly-'));
  const RESULTS = join(folder, 'results');
  const child = spawn(commands[part](names), { shell: true, stdio: 'inherit', env: { ...process.env, RESULTS } });
  const [code] = await once(child, 'close');
  const results = readResults(RESULTS);
  rmSync(folder, { recursive: true });
  if (proofs[part] === undefined && code === 0) record[part] = date;
  for (const name of names) {
    const { isFine, figures } = results.get(name) ?? {};
    const entry = { result: isFine ? 'green' : 'red', figures, date, commit, files: hashes.get(name) };
    if (figures === undefined) console.log(`no result of ${part}/${name}`);
    else record[part] = { ...record[part], [name]: entry };
  }
  writeRecord();
  return code === 0;
}

/** Results that a suite has appended to the file, by the name of the proof. */
function readResults(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').trimEnd().split('\n') : [];
  const rounded = (_key, value) => (typeof value === 'number' ? Math.round(value * 10) / 10 : value);
  return new Map(lines.map((line) => JSON.parse(line, rounded)).map((result) => [result.name, result]));
}

/** One line for each proof, in the order of the lists, so that a run changes the lines of what it ran. */
function writeRecord() {
  const lines = parts.flatMap((part) => {
    if (record[part] === undefined) return [];
    if (proofs[part] === undefined) return [`  "${part}": ${JSON.stringify(record[part])}`];
    const names = namesOf(part).filter((name) => record[part][name] !== undefined);
    const entries = names.map((name) => `    "${name}": ${JSON.stringify(record[part][name])}`);
    return [`  "${part}": {\n${entries.join(',\n')}\n  }`];
  });
  writeFileSync(recordPath, `{\n${lines.join(',\n')}\n}\n`);
}
