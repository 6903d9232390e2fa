import { join } from 'node:path';
import { startProcess } from './processes.ts';
import type { Findings } from './scenario.ts';
import type { Stage } from './stage.ts';
import { readTested, type Tested } from './tested.ts';

/**
 * One file of tests on the sources in this folder. What the stage was told of it, by whoever ran all tests of this
 * product before, is not run again.
 */
export async function runSuite(stage: Stage, folder: string, file: string): Promise<Findings> {
  const known = folder === stage.product ? stage.tested.filter(({ name }) => name.endsWith(`/${file}`)) : [];
  if (known.length > 0) return findingsIn(known, 'as tested before');
  const out = join(stage.folder('suite'), 'report.json');
  const run = startProcess({
    file: process.execPath,
    args: [
      join(folder, 'node_modules/vitest/vitest.mjs'),
      ...['run', '--project', 'server', file, '--reporter=default', '--reporter=json', `--outputFile.json=${out}`],
    ],
    cwd: folder,
    env: { CI: 'true', NO_COLOR: '1' },
    isGroup: true,
  });
  await run.exited;
  return findingsIn(readTested(out), said.exec(run.output())?.[1] ?? 'nothing counted');
}

/** What the suites print of what they looked at. */
const said =
  /^(?:tenant matrix|hidden results|closed group|secrecy, after the close|identity service|passkeys|words on reports|day|desk): (.+)$/m;

function findingsIn(results: readonly Tested[], cells: string): Findings {
  const tests = results.flatMap(({ assertionResults }) => assertionResults);
  const failed = tests.filter(({ status }) => status !== 'passed').map((test) => `${test.status}: ${test.title}`);
  const broken = results.map(({ message }) => message).filter((message) => message !== '');
  const problems = [...broken, ...failed, ...(tests.length === 0 ? ['no test ran'] : [])];
  return { figures: { tests: tests.length, failed: failed.length, cells }, problems };
}
