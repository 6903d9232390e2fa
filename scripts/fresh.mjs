// Prints the schema and the typed documents again: what is committed must be what the code says.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

const generated = ['schema/schema.graphql', 'web/gql/**/*.{ts,json}', 'server/testing/gql/**/*.ts'];

function snapshot() {
  return new Map(generated.flatMap((pattern) => globSync(pattern)).map((path) => [path, readFileSync(path, 'utf8')]));
}

const before = snapshot();
const run = spawnSync('npm', ['run', '--silent', 'schema'], { encoding: 'utf8' });
if (run.status !== 0) {
  console.error(run.stdout + run.stderr);
  process.exit(1);
}
const after = snapshot();
const stale = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
for (const path of stale) console.error(`${path} was stale; it is regenerated now: look at it and commit it`);
process.exitCode = stale.length > 0 ? 1 : 0;
