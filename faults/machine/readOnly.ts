import { readReadiness, recovers, reportsFault } from '../harness/readiness.ts';
import { startProduct } from '../harness/product.ts';
import { type Findings, Problems } from '../harness/scenario.ts';
import type { Stage } from '../harness/stage.ts';
import { pause } from '../harness/waiting.ts';
import { requireLogLines, secondsOf } from './fullDisk.ts';
import { countLost, judgeWords, openLedger, writeAll } from './writes.ts';

/** The database refuses changes for some seconds, as after a failover to a standby. */
export async function forbidChanges(stage: Stage, folder: string): Promise<Findings> {
  const { database, ...settings } = await stage.copyTown();
  const problems = new Problems();
  const server = await startProduct(folder, settings);
  const ledger = await openLedger(server.port, stage.town, problems);
  const people = stage.town.people.slice(0, 10);
  judgeWords('before', await writeAll(ledger, people.slice(0, 5)), ['accepted'], problems);

  await setReadOnly(stage, database, 'on');
  const atOnce = await writeAll(ledger, people);
  const first = judgeWords('at once', atOnce, ['UNAVAILABLE'], problems);
  const reported = await reportsFault(server.port, 'DATABASE_READ_ONLY');
  problems.require(reported !== undefined, '/readyz did not report DATABASE_READ_ONLY');
  const known = judgeWords('read-only', await writeAll(ledger, people), ['UNAVAILABLE'], problems);
  problems.equal('/readyz?reads', (await readReadiness(server.port, '?reads')).status, 200);
  await countLost(ledger);

  await setReadOnly(stage, database, 'off');
  const recovered = await recovers(server.port);
  problems.require(recovered !== undefined, '/readyz did not recover');
  judgeWords('afterwards', await writeAll(ledger, people), ['accepted'], problems);
  const lost = await countLost(ledger);
  problems.equal('exit code', (await server.stop()).code, 0);
  requireLogLines(server, 1, problems);
  return {
    figures: {
      reported: `DATABASE_READ_ONLY after ${secondsOf(reported)} s`,
      'at once': first,
      'then refused': known,
      recovered: `after ${secondsOf(recovered)} s`,
      kept: `${ledger.votes.size} votes, ${ledger.reports.length} reports, ${ledger.photos.length} photos`,
      'acknowledged and lost': lost,
    },
    problems: problems.list,
  };
}

/** Changes the default of new connections and ends the present ones, twice: some may have begun before the change. */
async function setReadOnly({ postgres }: Stage, database: string, value: 'on' | 'off'): Promise<void> {
  await postgres.execute('postgres', `alter database ${database} set default_transaction_read_only = ${value}`);
  const end = `select pg_terminate_backend(pid) from pg_stat_activity where datname = '${database}'`;
  for (const waitMs of [0, 300]) {
    await pause(waitMs);
    await postgres.execute('postgres', end);
  }
}
