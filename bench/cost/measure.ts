import { median } from '../../faults/harness/scenario.ts';
import { say } from '../../faults/harness/report.ts';
import { cpuOf } from '../harness/cpu.ts';
import type { Ask } from './client.ts';
import type { Dearest } from './dearest.ts';
import type { Operation } from './operation.ts';

/** A field that stands out is measured until the server has used this much CPU time for it, or for so many requests. */
const thorough = { enoughMs: 100, requests: 60, together: 4 };
/** All fields are measured with few requests first, only to find those that stand out. */
const screening = { enoughMs: 0, requests: 2, together: 2 };
/** The cheapest request, whose CPU time is subtracted from all others. */
const cheapest = { enoughMs: Infinity, requests: 200, together: 4 };
type Effort = typeof thorough;
/** Fields above this multiple of the median stand out. */
const suspicious = 2;
const shortMs = 1;
/** After a request without an answer, the server gets as many times the time-out of a request to become idle. */
const idleTries = 5;

export interface Field {
  readonly name: string;
  readonly dearest: readonly Dearest[];
}

export interface Measured {
  readonly name: string;
  readonly operation: Operation;
  /** Points that the server charges. */
  readonly points: number;
  /** CPU of the server per request, without that of the cheapest request. */
  readonly ms: number;
  readonly µsPerPoint: number;
}

/** Measures every field with few requests, then in each round those that stand out; keeps the more expensive operation. */
export async function measureFields(
  pid: number,
  ask: Ask,
  fields: readonly Field[],
  rounds: number,
): Promise<Measured[]> {
  const nothing = { operation: { query: '{ __typename }', variables: {} }, points: 0 };
  await measure(pid, ask, nothing, cheapest);
  const base = await measure(pid, ask, nothing, cheapest);
  say(`cost: the cheapest request takes ${base.ms.toFixed(3)} ms of CPU`);

  async function measureOne(name: string, dearest: Dearest, effort: Effort): Promise<Measured> {
    const { points, ms: all } = await measure(pid, ask, dearest, effort).catch((cause: unknown) => {
      throw new Error(`${name} is not answered: ${JSON.stringify(dearest.operation).slice(0, 2000)}`, { cause });
    });
    const ms = Math.max(0, all - base.ms);
    return { name, operation: dearest.operation, points, ms, µsPerPoint: (ms * 1000) / Math.max(1, points) };
  }

  const screened: Measured[] = [];
  for (const { name, dearest } of fields) {
    const all: Measured[] = [];
    for (const one of dearest) all.push(await measureOne(name, one, screening));
    screened.push(all.reduce((a, b) => (isMoreExpensive(b, a) ? b : a)));
    if (screened.length % 50 === 0) say(`cost: ${screened.length} of ${fields.length} fields are screened`);
  }
  const limit = suspicious * medianOf(screened);
  const results: Measured[] = [];
  const suspects = screened.filter((one) => one.µsPerPoint > limit && !isShort(one));
  say(`cost: ${suspects.length} fields are measured thoroughly: ${suspects.map(describe).join(', ')}`);
  for (const one of screened) {
    const isSuspicious = suspects.includes(one);
    const again: Measured[] = [];
    while (isSuspicious && again.length < rounds) again.push(await measureOne(one.name, one, thorough));
    const ms = isSuspicious ? median(again.map((other) => other.ms)) : one.ms;
    results.push({ ...one, ms, µsPerPoint: (ms * 1000) / Math.max(1, one.points) });
  }
  return results;
}

function describe({ name, points, ms }: Measured): string {
  return `${name} ${ms.toFixed(0)} ms/${points}`;
}

/** Whether a field is more expensive per point; requests that are too short to be judged come last. */
function isMoreExpensive(one: Measured, other: Measured): boolean {
  if (isShort(one) !== isShort(other)) return isShort(other);
  return one.µsPerPoint > other.µsPerPoint;
}

/** The noise of the measurement is too large to judge a request of less than 1 ms above the cheapest one. */
export function isShort({ ms }: Measured): boolean {
  return ms < shortMs;
}

/** CPU time per point in the middle of all fields that are judged. */
export function medianOf(measured: readonly Measured[]): number {
  return median(measured.filter((one) => !isShort(one)).map(({ µsPerPoint }) => µsPerPoint));
}

async function measure(pid: number, ask: Ask, dearest: Dearest, effort: Effort) {
  const start = cpuOf(pid);
  try {
    return await measureAnswered(pid, ask, dearest, effort);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
    await untilIdle(ask);
    return { ms: cpuOf(pid) - start, points: dearest.points };
  }
}

/** Waits until the server has ended a request that nobody waits for any longer. */
async function untilIdle(ask: Ask): Promise<void> {
  for (let tries = 0; ; tries++) {
    try {
      await ask({ query: '{ __typename }', variables: {} }, 1);
      return;
    } catch (error) {
      if (tries === idleTries) throw error;
    }
  }
}

async function measureAnswered(pid: number, ask: Ask, { operation, points }: Dearest, effort: Effort) {
  const answer = await ask(operation, points); // parsed and validated now, as all later ones are not
  if (answer.errors.length > 0) throw new Error(`refused: ${JSON.stringify(answer.errors)} ${operation.query}`);
  const before = cpuOf(pid);
  let count = 0;
  let used: number;
  do {
    await Promise.all(Array.from({ length: effort.together }, () => ask(operation, points)));
    count += effort.together;
    used = cpuOf(pid) - before;
  } while (count < effort.requests && used < effort.enoughMs);
  return { ms: used / count, points: answer.points };
}
