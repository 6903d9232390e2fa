import { figure, formatTable } from '../harness/results.ts';
import type { Row } from '../job.ts';
import { isShort, type Measured, medianOf } from './measure.ts';

/** A field may take this many times as much CPU per point as the median of all fields. */
const goal = { atMost: 5 };
/** Operations above the goal are printed, up to so many characters. */
const longestShown = 600;

/** Prints all fields, the most expensive per point first. */
export function printFields(measured: readonly Measured[]): void {
  const middle = medianOf(measured);
  const sorted = measured.toSorted((a, b) => b.µsPerPoint - a.µsPerPoint);
  const lines = sorted.map((one) => [
    one.name,
    String(one.points),
    figure(one.ms),
    figure(one.µsPerPoint),
    `${figure(one.µsPerPoint / middle)} ×${isShort(one) ? ', passed: less than 1 ms' : ''}`,
  ]);
  console.log(
    `\n${formatTable([['field', 'points', 'ms per request', 'µs per point', 'times the median'], ...lines])}`,
  );
  for (const { name, operation } of sorted.filter((one) => !isShort(one) && one.µsPerPoint > goal.atMost * middle)) {
    console.log(`${name}: ${JSON.stringify(operation).slice(0, longestShown)}`);
  }
  console.log(`\nMedian: ${figure(middle)} µs per point. Fields whose request takes less than 1 ms are passed.\n`);
}

export function judge(measured: readonly Measured[], unasked: number): Row[] {
  const middle = medianOf(measured);
  const judged = measured.filter((one) => !isShort(one));
  const worst = judged.toSorted((a, b) => b.µsPerPoint - a.µsPerPoint)[0];
  const ratio = worst === undefined ? 0 : worst.µsPerPoint / middle;
  return [
    alone(`dearest field (${worst?.name ?? 'none is judged'}), CPU per point against the median`, '×', ratio, goal),
    alone('CPU per point of cost, median of all fields', 'µs', middle),
    alone('fields measured', 'fields', measured.length),
    alone('fields that cannot be asked', 'fields', unasked),
  ];
}

function alone(what: string, unit: string, ours: number, own?: Row['goal']): Row {
  return { what, unit, ours, ratio: ours, ...(own && { goal: own }) };
}
