import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { endAll, endOnSignals } from '../faults/harness/ending.ts';
import { say } from '../faults/harness/report.ts';
import { describeMachine } from './harness/machine.ts';
import { installPeers } from './harness/packages.ts';
import { type JobResult, keepResults, tableOf } from './harness/results.ts';
import { setStage, type Stage } from './harness/stage.ts';
import { ballots } from './jobs/ballots.ts';
import { board } from './jobs/board.ts';
import { fanout } from './jobs/fanout.ts';
import { growth } from './jobs/growth.ts';
import { hotpoll } from './jobs/hotpoll.ts';
import { page } from './jobs/page.ts';
import { setup } from './jobs/setup.ts';
import { soak } from './jobs/soak.ts';
import { vote } from './jobs/vote.ts';
import { warning } from './jobs/warning.ts';
import type { Job, Options } from './job.ts';
import { web } from './web/web.ts';

/** Our server in production mode against peers that do the same work, in the same run. */
const jobs: Readonly<Record<string, Job>> = {
  fanout,
  board,
  hotpoll,
  setup,
  warning,
  vote,
  ballots,
  page,
  growth,
  soak,
};

/**
 * `npm run bench` (every job but the soak), `-- web fanout` (those), `-- --quick` (a trial in a minute: three
 * jobs, few sockets, peers and rounds), `--sockets <n>`, `--rounds <n>`, `-- soak --minutes <n>`,
 * `--profile <folder>` (writes our server's *.cpuprofile; its figures then pay for the profiler).
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean', default: false },
    sockets: { type: 'string' },
    rounds: { type: 'string' },
    minutes: { type: 'string', default: '10' },
    profile: { type: 'string' },
  },
});
const names = [...Object.keys(jobs), 'web'];
const unknown = positionals.filter((name) => !names.includes(name));
if (unknown.length > 0) {
  console.error(`no job ${unknown.join(', ')}; there are: ${names.join(', ')}`);
  process.exit(2);
}
/** The others say nothing with few sockets: of a trial they are part only when they are named. */
const quickJobs = ['fanout', 'vote', 'page'];
/** What takes too long is run only when it is named. */
const isUsual = (name: string): boolean => (values.quick ? quickJobs.includes(name) : name !== 'soak');
const isChosen = (name: string): boolean => (positionals.length === 0 ? isUsual(name) : positionals.includes(name));
const options: Options = {
  isQuick: values.quick,
  sockets: values.sockets === undefined ? undefined : Number(values.sockets),
  rounds: values.rounds === undefined ? undefined : Number(values.rounds),
  minutes: Number(values.minutes),
};

endOnSignals();
try {
  if (positionals.includes('web') || (positionals.length === 0 && !values.quick)) await web(options);
  const chosen = Object.entries(jobs).filter(([name]) => isChosen(name));
  if (chosen.length > 0) await runAll(chosen);
} catch (error) {
  console.error(error);
  process.exitCode = 1;
} finally {
  await endAll();
}

async function runAll(chosen: readonly (readonly [string, Job])[]): Promise<void> {
  installPeers();
  say('setting the stage: PostgreSQL, Redis, the built product, a town and its people');
  const stage = await setStage(options.isQuick, values.profile && resolve(values.profile));
  const machine = await describeMachine(stage);
  const results: Record<string, JobResult> = {};
  for (const [name, job] of chosen) results[name] = { ...(await time(stage, job)), machine };
  const isTrial =
    options.isQuick || values.profile !== undefined || options.sockets !== undefined || options.rounds !== undefined;
  keepResults(results, isTrial);
  console.log(`\n${machine.hardware} ${machine.software}\n\n${tableOf(results)}`);
  if (isTrial) console.log('\nA trial, not to be quoted: the goals mean full sizes, all peers and several rounds.');
}

async function time(stage: Stage, job: Job): Promise<Omit<JobResult, 'machine'>> {
  const started = performance.now();
  const rows = await job(stage, options);
  return { date: new Date().toISOString().slice(0, 16), seconds: (performance.now() - started) / 1000, rows };
}
