import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { bareEnvironment } from '../../faults/harness/processes.ts';
import { uuidOf } from '../../faults/harness/polls.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { startOwn } from '../harness/contestants.ts';
import { alone, compare, type Figures, interleave } from '../harness/rounds.ts';
import type { Stage } from '../harness/stage.ts';
import type { Job } from '../job.ts';
import { holdElection } from './vote.ts';

const turns = { ours: 'ours', quiet: 'no retention' } as const;

/**
 * Answers to votes while the retention deletes a million old events beside them, against the same votes while nothing is
 * deleted. The rows are more than the votes outlast.
 */
export const retention: Job = async (stage, options) => {
  const rows = options.people ?? (options.isSmoke ? 20_000 : 1_000_000);
  const votes = options.isSmoke ? 100 : 4000;
  const before = options.isSmoke ? 500 : 20_000;
  const { server } = await startOwn(stage);
  const way = { server, transport: 'overSockets', stage, share: 1, keepsCounters: true } as const;
  await holdElection(way, options.isSmoke ? 20 : 200, 0); // warm-up
  const turn = async (name: string): Promise<Figures> => {
    if (name === turns.quiet) return holdElection(way, votes, before);
    await stage.postgres.execute(stage.database, fillSql(rows, uuidOf(stage.town.municipalityId)));
    let run: ChildProcess | undefined;
    let begun = 0;
    let from = 0;
    const figures = await holdElection(way, votes, before, async () => {
      run = startRetention(stage);
      const hasBegun = async (): Promise<boolean> => (begun = await countOld(stage)) < rows;
      if (!(await becomesTrue(hasBegun, 60_000, 20))) throw new Error('the retention did not begin');
      from = performance.now();
    });
    const left = await countOld(stage);
    const rate = ((begun - left) * 1000) / (performance.now() - from);
    if (left === 0 && !options.isSmoke) throw new Error('the votes outlasted the retention: take more rows');
    await end(run);
    await stage.postgres.execute(stage.database, "delete from domain_event where type = 'bench.old'");
    return { ...figures, 'rows/s': rate };
  };
  const rounds = await interleave('retention', Object.values(turns), options.rounds, turn);
  await server.stop();
  const what = `answer to a vote during the retention of ${rows} rows, p99`;
  return [
    ...compare(rounds, 'p99 ms', turns.quiet, { what, unit: 'ms', goal: { atMost: 1.5 } }),
    ...compare(rounds, 'p50 ms', turns.quiet, { what: 'the same, median', unit: 'ms' }),
    alone(rounds, 'rows/s', { what: 'rows deleted meanwhile', unit: '1/s' }),
  ];
};

/** Events of an unknown type, as an earlier version left them; older than any period. */
function fillSql(rows: number, townId: string): string {
  return `insert into domain_event (type, facts, municipality_id, at)
    select 'bench.old', json_build_object('pollId', gen_random_uuid()), '${townId}', now() - interval '400 days'
    from generate_series(1, ${rows});
    analyze domain_event`;
}

async function countOld({ postgres, database }: Stage): Promise<number> {
  const [row] = await postgres.rows<{ n: number }>(
    database,
    `select count(*)::int as n from domain_event where type = 'bench.old'`,
  );
  return row?.n ?? 0;
}

/** Runs the command of the operator, which rests between its batches as the nightly run does. */
function startRetention({ product, settings }: Stage): ChildProcess {
  const env = { ...bareEnvironment(), NODE_ENV: 'production', PUBLIC_URL: 'http://127.0.0.1', ...settings };
  return spawn(process.execPath, ['dist/server/retention.js'], { cwd: product, env, stdio: 'ignore' });
}

async function end(run: ChildProcess | undefined): Promise<void> {
  if (run === undefined || run.exitCode !== null) return;
  const ended = once(run, 'exit');
  run.kill('SIGKILL');
  await ended;
}
