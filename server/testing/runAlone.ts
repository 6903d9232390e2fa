import { relative } from 'node:path';
import type { Reporter, TestCase, TestModule } from 'vitest/node';

/** Prints, for each failed test, the command that runs it alone. */
export class RunAloneReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const failed = modules.flatMap((one) => [...one.children.allTests('failed')]);
    if (failed.length === 0) return;
    console.log('\nTo run a failed test alone:');
    for (const test of failed.slice(0, 20)) console.log(`  ${commandFor(test)}`);
  }
}

function commandFor({ module, name }: TestCase): string {
  const file = relative(process.cwd(), module.moduleId);
  const command = module.project.name === 'crosscheck' ? 'npm run crosscheck' : 'npm test';
  return `${command} -- ${file} -t ${JSON.stringify(name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'))}`;
}
