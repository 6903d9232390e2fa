import { printVerdict, recordVerdict, say, type Verdict } from './report.ts';
import type { Judged, Scenario, StagedScenario, SuiteScenario } from './scenario.ts';
import type { Stage } from './stage.ts';
import { controlRuns, judgeControl, judgeProduct, productRun } from './suite.ts';
import type { FileResult } from './vitest/runs.ts';
import { startSuites } from './vitest/start.ts';

/** Maximum number of staged scenarios that run at a time. */
const lanes = 2;

/** Options of a run. */
export interface Form {
  /** Whether scenarios use fewer rounds. No scenario is left out. */
  readonly isShort: boolean;
  /** Names of the scenarios whose controls run. */
  readonly controlled: ReadonlySet<string>;
  /** Results of test files that already ran on this product. */
  readonly tested: readonly FileResult[];
}

interface Steps {
  readonly scenario: Scenario;
  readonly isControlled: boolean;
  attempt(): Promise<Judged>;
  control(): Promise<Judged>;
}

/** Runs all suites and their controls in one Vitest process, which uses every core. */
export async function runSuites(scenarios: readonly SuiteScenario[], form: Form): Promise<Verdict[]> {
  const { isShort, controlled, tested } = form;
  const controls = scenarios.filter(({ name }) => controlled.has(name));
  const runs = [productRun(scenarios, tested), ...controls.flatMap((scenario) => controlRuns(scenario, isShort))];
  const resultOf = startSuites(runs.filter(({ files }) => files.length > 0));
  const verdicts = scenarios.map((scenario) =>
    judge({
      scenario,
      isControlled: controlled.has(scenario.name),
      attempt: () => judgeProduct(scenario, tested, resultOf),
      control: () => judgeControl(scenario, isShort, resultOf),
    }),
  );
  return Promise.all(verdicts);
}

/** Runs two scenarios at a time, then one by one those that must run alone. */
export async function runStaged(stage: Stage, scenarios: readonly StagedScenario[], form: Form): Promise<Verdict[]> {
  const verdicts: Verdict[] = [];
  const work = async (waiting: StagedScenario[]): Promise<void> => {
    for (let scenario = waiting.shift(); scenario; scenario = waiting.shift()) {
      say(`${scenario.name}: ${scenario.promise}${scenario.alone === undefined ? '' : `; alone: ${scenario.alone}`}`);
      verdicts.push(await judge(stagedSteps(stage, scenario, form)));
    }
  };
  const shared = scenarios.filter(({ alone }) => alone === undefined);
  await Promise.all(Array.from({ length: lanes }, () => work(shared)));
  await work(scenarios.filter(({ alone }) => alone !== undefined));
  return verdicts;
}

function stagedSteps(stage: Stage, scenario: StagedScenario, { controlled }: Form): Steps {
  const { name, control } = scenario;
  return {
    scenario,
    isControlled: controlled.has(name),
    attempt: () => timed(() => scenario.attempt(stage, stage.product, false)),
    control: () => timed(async () => scenario.attempt(stage, await stage.buildControl(name, control.patches), true)),
  };
}

async function judge({ scenario, isControlled, attempt, control }: Steps): Promise<Verdict> {
  const verdict: Verdict = { scenario, isControlled };
  try {
    verdict.own = await attempt();
    if (isControlled && verdict.own.findings.skipped === undefined) verdict.control = await control();
  } catch (error) {
    verdict.error = error;
  }
  printVerdict(verdict);
  recordVerdict(verdict);
  return verdict;
}

async function timed(attempt: () => Promise<Judged['findings']>): Promise<Judged> {
  const started = performance.now();
  const findings = await attempt();
  return { findings, seconds: (performance.now() - started) / 1000 };
}
