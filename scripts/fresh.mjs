// Generates the schema, the typed documents and docs/configuration.md again; they must equal the committed files.
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';

const generated = [
  'schema/schema.graphql',
  'schema/firstScreens.json',
  'server/mutationCodes.ts',
  'web/gql/**/*.{ts,json}',
  'server/testing/gql/**/*.ts',
  'docs/configuration.md',
  'docs/partner-reference.md',
];

function snapshot() {
  return new Map(generated.flatMap((pattern) => globSync(pattern)).map((path) => [path, readFileSync(path, 'utf8')]));
}

const before = snapshot();
for (const script of ['schema', 'configuration']) {
  const run = spawnSync('npm', ['run', '--silent', script], { encoding: 'utf8' });
  if (run.status === 0) continue;
  console.error(run.stdout + run.stderr);
  process.exit(1);
}
const after = snapshot();
const stale = [...new Set([...before.keys(), ...after.keys()])].filter((path) => before.get(path) !== after.get(path));
for (const path of stale) console.error(`${path} was stale; it is regenerated now: look at it and commit it`);
process.exitCode = stale.length > 0 ? 1 : 0;
