import { relative } from 'node:path';
import type { Reporter, TestModule } from 'vitest/node';

/** Number of tests that may need a second try, as can happen on a busy machine; more fail the run. */
const mostRetried = 2;

/** Prints each test that needed a second try, and fails a run with more than two of them. */
// eslint-disable-next-line no-restricted-syntax -- Vitest takes the default export of a reporter's file
export default class RetryReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const retried = modules
      .flatMap((one) => [...one.children.allTests()])
      .filter((test) => (test.diagnostic()?.retryCount ?? 0) > 0);
    for (const { module, fullName } of retried)
      console.log(`second try: ${relative(process.cwd(), module.moduleId)} > ${fullName}`);
    if (retried.length <= mostRetried) return;
    console.log(`${retried.length} tests needed a second try, at most ${mostRetried} may`);
    process.exitCode = 1;
  }
}
