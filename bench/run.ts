import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endAll, endOnSignals } from '../faults/harness/ending.ts';
import { recordResult, say } from '../faults/harness/report.ts';
import { describeCheckout } from './harness/checkout.ts';
import { comparisonOf } from './harness/comparison.ts';
import { describeMachine } from './harness/machine.ts';
import { installPeers } from './harness/packages.ts';
import { type JobResult, keepResults, tableOf } from './harness/results.ts';
import { setStage, type Stage } from './harness/stage.ts';
import { alert } from './jobs/alert.ts';
import { backup } from './jobs/backup.ts';
import { ballots } from './jobs/ballots.ts';
import { board } from './jobs/board.ts';
import { calendar } from './jobs/calendar.ts';
import { cost } from './jobs/cost.ts';
import { delivery } from './jobs/delivery.ts';
import { fanout } from './jobs/fanout.ts';
import { growth } from './jobs/growth.ts';
import { lanes } from './jobs/lanes.ts';
import { hotpoll } from './jobs/hotpoll.ts';
import { page } from './jobs/page.ts';
import { retention } from './jobs/retention.ts';
import { setup } from './jobs/setup.ts';
import { soak } from './jobs/soak.ts';
import { vote } from './jobs/vote.ts';
import type { Job, Options } from './job.ts';
import { web } from './web/web.ts';

/** Jobs that compare the product in production mode with peers that do the same work in the same run. */
const jobs: Readonly<Record<string, Job>> = {
  fanout,
  board,
  hotpoll,
  setup,
  delivery,
  lanes,
  alert,
  vote,
  ballots,
  page,
  calendar,
  growth,
  cost,
  backup,
  retention,
  soak,
};
/** Jobs that support a baseline. */
const compared = ['fanout', 'board', 'hotpoll', 'setup', 'vote', 'page'];

/** The arguments are described in README.md beside this file. */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    smoke: { type: 'boolean', default: false },
    baseline: { type: 'string' },
    peers: { type: 'boolean', default: true },
    sockets: { type: 'string' },
    people: { type: 'string' },
    rounds: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    profile: { type: 'string' },
  },
});
const baseline = values.baseline === undefined ? undefined : resolve(values.baseline);
const names = baseline === undefined ? [...Object.keys(jobs), 'web'] : compared;
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  const kind = baseline === undefined ? 'job' : 'job with a baseline';
  console.error(`no ${kind} is called ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}
/**
 * Jobs that run without being named. `soak` and `retention` take minutes and are left out except in a smoke test, where they
 * take seconds; `cost` takes minutes in every case.
 */
const usual = names.filter((name) => name !== 'cost' && (!['soak', 'retention'].includes(name) || values.smoke));
const chosen = positionals.length === 0 ? usual : positionals;
const options: Options = {
  isSmoke: values.smoke,
  hasPeers: values.peers,
  sockets: values.sockets === undefined ? undefined : Number(values.sockets),
  people: values.people === undefined ? undefined : Number(values.people),
  rounds: values.rounds === undefined ? (values.smoke ? 1 : 3) : Number(values.rounds),
  minutes: Number(values.minutes),
};

endOnSignals();
try {
  if (chosen.includes('web')) await runWeb();
  const others = Object.entries(jobs).filter(([name]) => chosen.includes(name));
  if (others.length > 0) await runAll(others);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}

async function runWeb(): Promise<void> {
  await attempt('web', () => web(options));
}

async function runAll(all: readonly (readonly [string, Job])[]): Promise<void> {
  const other = baseline === undefined ? undefined : describeCheckout(baseline);
  installPeers();
  say('setting the stage: PostgreSQL, Redis, the built product, a town and its people');
  const profile = values.profile && resolve(values.profile);
  const stage = await setStage({ isSmoke: options.isSmoke, profile, baseline });
  const machine = await describeMachine(stage);
  const results: Record<string, JobResult> = {};
  for (const [name, job] of all) results[name] = { ...(await time(stage, name, job)), machine };
  if (options.isSmoke) {
    const took = Object.entries(results).map(([name, { seconds }]) => `${name} ${seconds.toFixed(1)} s`);
    console.log(`\nEvery job runs: ${took.join(', ')}. The figures of a smoke test mean nothing and are not kept.`);
    return;
  }
  const own = [values.profile, values.sockets, values.people, values.rounds, baseline];
  const isTrial = !options.hasPeers || own.some((value) => value !== undefined);
  keepResults(results, isTrial);
  console.log(`\n${machine.hardware} ${machine.software}\n\n${tableOf(results)}`);
  if (other !== undefined) console.log(`\n${comparisonOf(results, other, options.rounds)}`);
  else if (isTrial)
    console.log('\nA trial, not to be quoted: the goals mean full sizes, all peers and several rounds.');
}

function time(stage: Stage, name: string, job: Job): Promise<Omit<JobResult, 'machine'>> {
  const started = performance.now();
  return attempt(name, async () => {
    const rows = await job(stage, options);
    const empty = rows.find(({ ours, theirs = 0 }) => !Number.isFinite(ours) || !Number.isFinite(theirs));
    if (empty !== undefined) throw new Error(`a figure is missing: ${JSON.stringify(empty)}`);
    return { date: new Date().toISOString().slice(0, 16), seconds: (performance.now() - started) / 1000, rows };
  });
}

/** Runs a job and records that it ran; an error names the job. */
async function attempt<T>(name: string, job: () => Promise<T>): Promise<T> {
  const started = performance.now();
  try {
    const result = await job();
    recordResult(name, true, { seconds: (performance.now() - started) / 1000 });
    return result;
  } catch (error) {
    recordResult(name, false, { seconds: (performance.now() - started) / 1000 });
    throw new Error(`the job ${name} broke`, { cause: error });
  }
}
