import { pause } from '../../faults/harness/waiting.ts';
import type { Arrival, Crowd } from '../load/crowd.ts';
import type { Step } from '../load/change.ts';
import type { Contestant } from './contestants.ts';
import { becomesIdle, cpuOf } from './cpu.ts';
import { requireFiles } from './openFiles.ts';
import type { Stage } from './stage.ts';
import type { Change, Watched } from './watched.ts';

/**
 * Pause in milliseconds between changes, longer than the interval in which `ours` batches changes, so that each change
 * is sent at once.
 */
const betweenMs = 150;
export const patienceMs = 60_000;

/** Opens all connections and waits until the server has finished the work of opening. */
export async function gather(
  stage: Stage,
  { server, transport }: Contestant,
  crowd: Omit<Crowd, 'port' | 'transport'>,
) {
  requireFiles(crowd.count);
  await stage.client('open', { ...crowd, port: server.port, transport });
  await becomesIdle(server.pid);
}

export async function disperse(stage: Stage, { server }: Contestant): Promise<void> {
  await stage.client('close', undefined);
  await becomesIdle(server.pid);
}

export function changeOf({ route }: Contestant, watched: Watched): Change {
  return route.kind === 'ours' ? watched.makeMutation() : watched.makeMessage();
}

/** Performs the steps as close together in time as possible. */
export type Publish = (steps: readonly Step[]) => Promise<void>;

/** Publishes one change of each subject and waits until the last subscriber has received it. */
export async function publishOnce(
  stage: Stage,
  contestant: Contestant,
  all: readonly Watched[],
  publish: Publish = (steps) => stage.writer('publish', { route: contestant.route, steps }),
): Promise<Arrival> {
  const changes = all.map((watched) => changeOf(contestant, watched));
  await stage.client('expect', { marks: changes.map(({ mark }) => mark), ms: patienceMs });
  await publish(changes.map(({ step }) => step));
  return allArrive(stage, contestant);
}

export async function allArrive(stage: Stage, { name }: Contestant): Promise<Arrival> {
  const arrival = await stage.client('arrive', undefined);
  if (arrival.missing > 0) throw new Error(`${name}: ${arrival.missing} subscriptions were not told`);
  return arrival;
}

/** Closed loop: publish a change, wait for the last subscriber, repeat. Returns the CPU time of the server. */
export async function publishRepeatedly(
  stage: Stage,
  contestant: Contestant,
  all: readonly Watched[],
  times: number,
  publish?: Publish,
) {
  await publishOnce(stage, contestant, all, publish); // warm-up: one-time costs are not measured
  await pause(betweenMs);
  const arrivals: Arrival[] = [];
  const before = cpuOf(contestant.server.pid);
  for (let n = 0; n < times; n++) {
    arrivals.push(await publishOnce(stage, contestant, all, publish));
    await pause(betweenMs);
  }
  return { cpuMs: cpuOf(contestant.server.pid) - before, arrivals };
}
