import { appendFileSync } from 'node:fs';
import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';
import type { FileResult } from './runs.ts';

/** Vitest reporter that appends the result of each test file to `path` as soon as the file ends. */
export function writeResults(root: string, path: string): Reporter {
  const printed = new Map<string, string>();
  return {
    onUserConsoleLog: ({ taskId, content }) => {
      if (taskId !== undefined) printed.set(taskId, (printed.get(taskId) ?? '') + content);
    },
    onTestModuleEnd: (module) => {
      const result: FileResult = {
        run: module.project.name,
        file: relative(root, module.moduleId),
        seconds: secondsOf(module),
        errors: module.errors().map(({ message }) => message.split('\n')[0] ?? ''),
        tests: [...module.children.allTests()].map((test) => ({ title: test.name, status: test.result().state })),
        output: outputOf(module, printed),
      };
      appendFileSync(path, `${JSON.stringify(result)}\n`);
    },
  };
}

function secondsOf(module: TestModule): number {
  const { environmentSetupDuration, prepareDuration, collectDuration, setupDuration, duration } = module.diagnostic();
  return (environmentSetupDuration + prepareDuration + collectDuration + setupDuration + duration) / 1000;
}

/** Vitest attributes output to the file (outside of tests) or to the test. */
function outputOf(module: TestModule, printed: ReadonlyMap<string, string>): string {
  const ids = [module.id, ...[...module.children.allTests()].map(({ id }) => id)];
  return ids.map((id) => printed.get(id) ?? '').join('');
}
