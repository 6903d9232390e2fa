import { basename } from 'node:path';
import type { FullResult, Reporter, Suite, TestCase, TestResult } from '@playwright/test/reporter';
import { recordResult } from '../../faults/harness/report.ts';
import { figureType } from './figures.ts';

/** Maximum number of scenarios that may need a second try, as can happen on a busy machine; more fail the run. */
const mostRetried = 3;

/** Prints figures and seconds of each scenario, and fails a run in which too many scenarios needed a second try. */
class FigureReporter implements Reporter {
  #suite: Suite | undefined;

  onBegin(_config: unknown, suite: Suite): void {
    this.#suite = suite;
  }

  onTestEnd(_test: TestCase, result: TestResult): void {
    const figures = figuresOf(result);
    if (figures.length > 0) console.log(`       ${figures.join(' · ')}`);
  }

  async onEnd({ status }: FullResult): Promise<{ status: FullResult['status'] }> {
    const tests = this.#suite?.allTests() ?? [];
    for (const lane of this.#suite?.suites ?? []) printSeconds(lane);
    recordAlbums(tests);
    const retried = tests.filter((test) => test.outcome() === 'flaky');
    if (retried.length <= mostRetried) return { status };
    console.log(`${retried.length} scenarios needed a second try, at most ${mostRetried} may`);
    return { status: 'failed' };
  }

  printsToStdio(): boolean {
    return false;
  }
}

function figuresOf({ annotations }: TestResult): string[] {
  return annotations.flatMap(({ type, description = '' }) => (type === figureType ? [description] : []));
}

/** Records the result of each album that ran on both devices. */
function recordAlbums(tests: readonly TestCase[]): void {
  const albums = Map.groupBy(tests, ({ title }) => /^album (\w+)$/.exec(title)?.[1]);
  for (const [name, devices] of albums) {
    if (name === undefined || devices.some((test) => test.outcome() === 'skipped')) continue;
    const figures = devices.map((test) => [test.parent.project()?.name, test.results.flatMap(figuresOf).join(', ')]);
    recordResult(
      name,
      devices.every((test) => test.ok()),
      Object.fromEntries(figures),
    );
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
