import { isReached, type Row } from '../job.ts';
import { figure, formatTable, type JobResult } from './results.ts';
import { tolerance } from './rounds.ts';

const head = ['job', 'what', 'unit', 'new', 'baseline', 'ratio', 'min', 'max', 'verdict'];

/** Result of the comparison with the baseline: a table, and a sentence that lists the figures that became worse. */
export function comparisonOf(results: Readonly<Record<string, JobResult>>, checkout: string, rounds: number): string {
  const found = Object.entries(results).flatMap(([job, { rows }]) =>
    rows.filter(({ peer }) => peer === 'baseline').map((row) => ({ job, row })),
  );
  const worse = found.filter(({ row }) => isReached(row) === false).map(({ job, row }) => `${job}: ${row.what}`);
  const limit = `worse by more than ${tolerance * 100} %`;
  return [
    `Baseline: ${checkout}. Ratio: new ÷ baseline, the median of ${rounds} paired rounds; min and max of the rounds.`,
    '',
    formatTable([head, ...found.map(({ job, row }) => [job, ...cellsOf(row)])]),
    '',
    worse.length === 0 ? `No median is ${limit}.` : `${worse.length} medians are ${limit}: ${worse.join('; ')}.`,
  ].join('\n');
}

function cellsOf(row: Row): string[] {
  const { what, unit, ours, theirs = NaN, ratio, spread = { min: NaN, max: NaN } } = row;
  const ratios = [ratio, spread.min, spread.max].map((value) => value.toFixed(3));
  return [what, unit, figure(ours), figure(theirs), ...ratios, verdictOf(row)];
}

/** Says of a median that is worse whether every single round was worse. */
function verdictOf(row: Row): string {
  const { ratio, goal, spread } = row;
  if (isReached(row) !== false || spread === undefined || goal === undefined) return 'not worse';
  const isAlways = 'atMost' in goal ? spread.min > 1 : spread.max < 1;
  const percent = (Math.abs(ratio - 1) * 100).toFixed(1);
  return `WORSE by ${percent} %, ${isAlways ? 'in every round' : 'not in every round'}`;
}
