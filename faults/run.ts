import { parseArgs } from 'node:util';
import { endAll, endOnSignals } from './harness/ending.ts';
import { isGreen, printTable, printVerdict, say, type Verdict } from './harness/report.ts';
import type { Findings, Scenario } from './harness/scenario.ts';
import { setStage, type Stage } from './harness/stage.ts';
import { readTested } from './harness/tested.ts';
import { ballots } from './ballots.ts';
import { closeRace } from './closerace.ts';
import { voteStorm } from './votestorm.ts';
import { doors } from './doors.ts';
import { junk } from './junk.ts';
import { kill9 } from './kill9.ts';
import { protocol } from './protocol.ts';
import { audit } from './audit.ts';
import { rates } from './rates.ts';
import { redisLost } from './redis.ts';
import { hall } from './hall.ts';
import { flapping } from './flapping.ts';
import { nodes } from './nodes.ts';
import { stuck } from './stuck.ts';
import { delivery } from './delivery.ts';
import { desk } from './desk.ts';
import { sessions } from './sessions.ts';
import { databaseRestarted } from './database.ts';
import {
  hiddenResults,
  identities,
  followers,
  notes,
  outsiders,
  passkeys,
  secrecy,
  tenants,
  unconfirmedResults,
  day,
} from './suites.ts';

/**
 * The fault and abuse suite: real processes in production mode on servers of its own, real sign-ins, all limits on.
 * `npm run faults`, `-- --short` (fewer rounds), `-- --only <name>` (repeatable), `-- --tested <report.json>` (vitest's of
 * this very product: what it says of a file is not run again on the product, only with the defect).
 */
const scenarios: readonly Scenario[] = [
  ...[voteStorm, hall, closeRace, kill9, ballots, redisLost, flapping, nodes, stuck, databaseRestarted, delivery],
  ...[
    protocol,
    rates,
    audit,
    sessions,
    doors,
    junk,
    tenants,
    hiddenResults,
    unconfirmedResults,
    notes,
    followers,
    outsiders,
    secrecy,
    identities,
    passkeys,
    day,
    desk,
  ],
];

const { values } = parseArgs({
  options: {
    short: { type: 'boolean', default: false },
    only: { type: 'string', multiple: true, default: [] },
    tested: { type: 'string' },
  },
});
const unknown = values.only.filter((name) => !scenarios.some((scenario) => scenario.name === name));
if (unknown.length > 0) {
  console.error(`no scenario ${unknown.join(', ')}; there are: ${scenarios.map(({ name }) => name).join(', ')}`);
  process.exit(2);
}

endOnSignals();
try {
  process.exitCode = await runAll(
    scenarios.filter(({ name }) => values.only.length === 0 || values.only.includes(name)),
  );
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}

async function runAll(chosen: readonly Scenario[]): Promise<number> {
  const started = performance.now();
  say(`setting the stage${values.short ? ', short form' : ''}: PostgreSQL, Redis, mail server, a town, its people`);
  const stage = await setStage(values.short, values.tested === undefined ? [] : readTested(values.tested));
  say(`${stage.town.people.length + 1} people signed in by mail (${secondsSince(started)} s)`);
  const { apart = [], staged = [] } = Object.groupBy(chosen, ({ isApart }) => (isApart ? 'apart' : 'staged'));
  const verdicts = await judgeAll(stage, staged, 1);
  // Where the product itself need not run, there is room for a second defect beside the first.
  verdicts.push(...(await judgeAll(stage, apart, stage.tested.length > 0 ? 2 : 1)));
  printTable(verdicts);
  const red = verdicts.filter((verdict) => !isGreen(verdict));
  console.log(`\n${verdicts.length - red.length} of ${verdicts.length} green in ${secondsSince(started)} s`);
  return red.length === 0 ? 0 : 1;
}

async function judgeAll(stage: Stage, scenarios: readonly Scenario[], atOnce: number): Promise<Verdict[]> {
  const waiting = [...scenarios];
  const verdicts: Verdict[] = [];
  const work = async (): Promise<void> => {
    for (let scenario = waiting.shift(); scenario; scenario = waiting.shift()) {
      say(`${scenario.name}: ${scenario.promise}`);
      const verdict = await judge(stage, scenario);
      printVerdict(verdict);
      verdicts.push(verdict);
    }
  };
  await Promise.all(Array.from({ length: atOnce }, work));
  return verdicts;
}

async function judge(stage: Stage, scenario: Scenario): Promise<Verdict> {
  const started = performance.now();
  const seconds = (): number => (performance.now() - started) / 1000;
  let [findings, control]: (Findings | undefined)[] = [];
  const { name, plant, isApart = false } = scenario;
  try {
    const unbuilt = isApart ? stage.plantSources(name, plant.patches) : undefined;
    const attempt = scenario.attempt(stage, stage.product, false);
    if (unbuilt === undefined) findings = await attempt;
    const planted = unbuilt ?? (await stage.plant(name, plant.patches));
    [findings, control] = await Promise.all([attempt, scenario.attempt(stage, planted, true)]);
    return { scenario, findings, control, seconds: seconds() };
  } catch (error) {
    return { scenario, ...(findings && { findings }), ...(control && { control }), error, seconds: seconds() };
  }
}

function secondsSince(started: number): string {
  return ((performance.now() - started) / 1000).toFixed(1);
}
