import { basename } from 'node:path';
import type { FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { figureType } from './figures.ts';

/** Maximum number of scenarios that may need a second try, as can happen on a busy machine; more fail the run. */
const mostRetried = 3;

/** Prints figures and seconds of each scenario, and fails a run in which too many scenarios needed a second try. */
class FigureReporter implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onTestEnd(_test: TestCase, { annotations }: TestResult): void {
    const figures = annotations.filter(({ type }) => type === figureType).map(({ description }) => description);
    if (figures.length > 0) console.log(`       ${figures.join(' · ')}`);
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] }> {
    for (const lane of this.#suite?.suites ?? []) printSeconds(lane);
    const retried = (this.#suite?.allTests() ?? []).filter((test) => test.outcome() === 'flaky');
    if (retried.length <= mostRetried) return { status };
    console.log(`${retried.length} scenarios needed a second try, at most ${mostRetried} may`);
    return { status: 'failed' };
  }

  printsToStdio(): boolean {
    return false;
  }
}

/** Prints the seconds of a project's scenarios including all tries, longest first, and their sum. */
function printSeconds(lane: Suite): void {
  const rows = lane.allTests().map((test) => ({
    name: basename(test.location.file, '.spec.ts'),
    seconds: test.results.reduce((sum, { duration }) => sum + duration, 0) / 1000,
  }));
  rows.sort((one, other) => other.seconds - one.seconds);
  const sum = rows.reduce((total, { seconds }) => total + seconds, 0);
  console.log(`\n${lane.title}: ${rows.length} scenarios, ${sum.toFixed(0)} s`);
  for (const { name, seconds } of rows) console.log(`  ${name.padEnd(14)} ${seconds.toFixed(1).padStart(6)} s`);
}

// eslint-disable-next-line no-restricted-syntax -- Playwright takes the default export
export default FigureReporter;
