import { readFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProjectInlineConfiguration } from 'vitest/config';
import { BaseSequencer, startVitest, type TestSpecification } from 'vitest/node';
import config from '../../../vitest.config.ts';
import { plantDefects } from './defects.ts';
import { writeResults } from './results.ts';
import type { SuiteOrder, SuiteRun } from './runs.ts';

/**
 * One Vitest process for all suites and all their controls, each a project with the settings of the project `server`.
 * They share the global set-up, so the database of a control is that of the unpatched product. Argument: the file of
 * a SuiteOrder.
 */
const { runs, results, cache }: SuiteOrder = JSON.parse(readFileSync(process.argv[2] ?? '', 'utf8'));
const root = resolve(import.meta.dirname, '../../..');
const server = findProject('server');
const order = runs.flatMap(({ name, files }) => files.map((file) => `${name} ${join(root, file)}`));

class AsOrdered extends BaseSequencer {
  override sort(specifications: TestSpecification[]): Promise<TestSpecification[]> {
    const placeOf = ({ project, moduleId }: TestSpecification): number => order.indexOf(`${project.name} ${moduleId}`);
    return Promise.resolve(specifications.toSorted((a, b) => placeOf(a) - placeOf(b)));
  }
}

await startVitest(
  'test',
  [],
  {
    root,
    config: false,
    watch: false,
    globalSetup: server.test?.globalSetup ?? [],
    fsModuleCachePath: cache,
    maxWorkers: availableParallelism(),
    sequence: { sequencer: AsOrdered },
    reporters: ['default', writeResults(root, results)],
    projects: runs.map(toProject),
  },
  { resolve: config.resolve ?? {} },
);

function toProject({ name, files, patches, endsAtFirstFinding, rowChoice }: SuiteRun): TestProjectInlineConfiguration {
  const setupFiles = [server.test?.setupFiles ?? []].flat();
  if (endsAtFirstFinding) setupFiles.push(join(import.meta.dirname, 'firstFinding.ts'));
  return {
    ...server,
    plugins: [...(server.plugins ?? []), plantDefects(root, patches)],
    test: {
      ...server.test,
      name,
      include: [...files],
      globalSetup: [],
      setupFiles,
      isolate: true,
      provide: { rowChoice },
    },
  };
}

/** Returns a project of vitest.config.ts. */
function findProject(name: string): TestProjectInlineConfiguration {
  for (const project of config.test?.projects ?? []) {
    if (typeof project === 'object' && 'test' in project && project.test?.name === name) return project;
  }
  throw new Error(`vitest.config.ts has no project ${name}`);
}
