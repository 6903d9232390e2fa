import { parseArgs } from 'node:util';
import { chooseControls, type ControlMode, controlModes } from './harness/choice.ts';
import { endAll, endOnSignals } from './harness/ending.ts';
import { isGreen, printTable, say, type Verdict } from './harness/report.ts';
import { isSuite, type Scenario, type StagedScenario } from './harness/scenario.ts';
import { type Form, runStaged, runSuites } from './harness/schedule.ts';
import { setStage } from './harness/stage.ts';
import { readTested } from './harness/tested.ts';
import { scenarios } from './scenarios.ts';

/**
 * The fault and abuse suite: real processes in production mode on own services, real sign-ins, all limits active. `npm
 * run faults`, and after `--`: `--short`: fewer rounds, never fewer scenarios. `--long`: also rounds that take minutes.
 * `--only <name>` (repeatable): these scenarios with their controls. `--controls all|none|third`: which controls run; by
 * default a third selected by the hash of the commit, and those whose patched files changed lately. `--tested
 * <report.json>` (repeatable): Vitest's reports on the same product; files in them do not run again, the first report counts.
 */
const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    controls: { type: 'string' },
    tested: { type: 'string', multiple: true, default: [] },
  },
});
const unknown = values.only.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}; there are: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
const mode = controlModes.find((one) => one === (values.controls ?? defaultMode()));
if (mode === undefined) {
  console.error(`--controls needs one of: ${controlModes.join(', ')}`);
  process.exit(2);
}

// Test files read these.
if (values.long) Object.assign(process.env, { SECRECY_VOTERS: '30,100,1000', FULL: '1' });
endOnSignals();
try {
  process.exitCode = await runAll(mode);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}

/** A run of named scenarios includes their controls. */
function defaultMode(): ControlMode {
  return values.only.length > 0 ? 'all' : 'third';
}

async function runAll(controls: ControlMode): Promise<number> {
  const started = performance.now();
  const chosen = scenarios.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const { controlled, reasons } = chooseControls(scenarios, controls);
  for (const reason of reasons) say(reason);
  const form: Form = {
    isShort: values.short,
    controlled,
    tested: values.tested.flatMap(readTested),
  };
  const verdicts = [...(await runSuiteScenarios(chosen, form)), ...(await runStagedScenarios(chosen, form))];
  const inOrder = chosen.flatMap((scenario) => verdicts.filter((verdict) => verdict.scenario === scenario));
  printTable(inOrder);
  const green = verdicts.filter(isGreen).length;
  console.log(`\n${green} of ${verdicts.length} green in ${secondsSince(started)} s`);
  return green === verdicts.length ? 0 : 1;
}

async function runSuiteScenarios(chosen: readonly Scenario[], form: Form): Promise<Verdict[]> {
  const suites = chosen.filter(isSuite);
  if (suites.length === 0) return [];
  say(`suites: ${suites.map(({ name }) => name).join(', ')}`);
  const started = performance.now();
  const verdicts = await runSuites(suites, form);
  say(`suites took ${secondsSince(started)} s`);
  return verdicts;
}

async function runStagedScenarios(chosen: readonly Scenario[], form: Form): Promise<Verdict[]> {
  const staged = chosen.filter((scenario): scenario is StagedScenario => !isSuite(scenario));
  if (staged.length === 0) return [];
  const started = performance.now();
  say('setting the stage: PostgreSQL, Redis, mail server, a town, its people');
  const stage = await setStage(form.isShort);
  say(`${stage.town.people.length + 1} people signed in by mail (${secondsSince(started)} s)`);
  return runStaged(stage, staged, form);
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
