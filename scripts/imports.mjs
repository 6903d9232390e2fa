// Checks the import rules on the source tree.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';

const cli = resolve(import.meta.dirname, '../node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const rules = resolve(import.meta.dirname, '../.dependency-cruiser.mjs');

/** Checks the folders below `root`; `output` is the output of the tool. */
export function judgeImports(root) {
  const folders = ['server', 'web', 'schema', 'e2e', 'faults', 'bench'].filter((folder) =>
    existsSync(join(root, folder)),
  );
  const run = spawnSync(process.execPath, [cli, '--config', rules, ...folders], { cwd: root, encoding: 'utf8' });
  return { isClean: run.status === 0, output: run.stdout + run.stderr };
}

if (import.meta.main) {
  const { isClean, output } = judgeImports(process.cwd());
  console.log(output.trim());
  process.exitCode = isClean ? 0 : 1;
}
