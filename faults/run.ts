import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { chooseByCommit, chooseControls, type ControlMode, readControlMode } from './harness/choice.ts';
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
 * `--cores all`: what needs all cores, which are suites and scenarios that must run alone. `--cores one`: the other
 * scenarios, which mostly wait. `--half`: half of the staged scenarios, selected by the hash of the commit, and those
 * whose patched files changed lately. `--again`: up to three red scenarios run once more, and the second result counts.
 */
const coreChoices = ['all', 'one'] as const;
/** Maximum number of red scenarios that `--again` runs once more. */
const maxRepeated = 3;

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    controls: { type: 'string' },
    tested: { type: 'string', multiple: true, default: [] },
    cores: { type: 'string' },
    half: { type: 'boolean', default: false },
    again: { type: 'boolean', default: false },
  },
});
const unknown = values.only.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}; there are: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}
// A run of named scenarios includes their controls.
const mode = readControlMode(values.controls ?? (values.only.length > 0 ? 'all' : 'third'));
const cores = coreChoices.find((one) => one === values.cores);
if (values.cores !== cores) {
  console.error(`--cores needs one of: ${coreChoices.join(', ')}`);
  process.exit(2);
}

// Test files read these.
if (values.long) Object.assign(process.env, { SECRECY_VOTERS: '30,100,1000', FULL: '1' });
endOnSignals();
let red: string[] | undefined;
try {
  red = await runAll(mode);
} catch (error) {
  console.error(error);
} finally {
  await endAll();
}
process.exitCode = red !== undefined && (red.length === 0 || isGreenAgain(red)) ? 0 : 1;

/** Runs a few red scenarios with their controls in a process and on a stage of their own; returns whether all are green. */
function isGreenAgain(names: readonly string[]): boolean {
  if (!values.again || names.length > maxRepeated) return false;
  console.log(`\nonce more: ${names.join(', ')}`);
  const flags = process.argv.slice(2).filter((flag) => flag === '--short' || flag === '--long');
  const only = names.flatMap((name) => ['--only', name]);
  const args = [...process.execArgv, ...process.argv.slice(1, 2), ...flags, ...only];
  return spawnSync(process.execPath, args, { stdio: 'inherit' }).status === 0;
}

/** Whether a scenario belongs to the choice of `--cores`. */
function fitsCores(scenario: Scenario): boolean {
  return cores === undefined || cores === (isSuite(scenario) || scenario.alone !== undefined ? 'all' : 'one');
}

/** Returns the names of the scenarios that are not green. */
async function runAll(controls: ControlMode): Promise<string[]> {
  const started = performance.now();
  const named = scenarios.filter(({ name }) => values.only.length === 0 || values.only.includes(name));
  const chosen = takeHalf(named.filter(fitsCores));
  if (chosen.length === 0) throw new Error('--only and --cores leave no scenario');
  const { chosen: controlled, reasons } = chooseControls(scenarios, controls);
  for (const reason of reasons) say(reason);
  const form: Form = {
    isShort: values.short,
    controlled,
    tested: values.tested.flatMap(readTested),
  };
  const verdicts = [...(await runSuiteScenarios(chosen, form)), ...(await runStagedScenarios(chosen, form))];
  const inOrder = chosen.flatMap((scenario) => verdicts.filter((verdict) => verdict.scenario === scenario));
  printTable(inOrder);
  const red = verdicts.filter((verdict) => !isGreen(verdict)).map(({ scenario }) => scenario.name);
  console.log(`\n${verdicts.length - red.length} of ${verdicts.length} green in ${secondsSince(started)} s`);
  return red;
}

/** The suites, and with `--half` half of the staged scenarios. */
function takeHalf(fitting: readonly Scenario[]): readonly Scenario[] {
  if (!values.half) return fitting;
  const staged = fitting.filter((scenario) => !isSuite(scenario));
  const { chosen, reasons } = chooseByCommit('scenarios', staged, 2);
  for (const reason of reasons) say(reason);
  return fitting.filter((scenario) => isSuite(scenario) || chosen.has(scenario.name));
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
