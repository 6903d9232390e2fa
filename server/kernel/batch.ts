import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from './errors.ts';
import { isOutage } from './outage.ts';

interface Waiting<In, Out> {
  readonly item: In;
  resolve(out: Out): void;
  reject(error: unknown): void;
}

/** So often a batch starts that gathers a crowd: a fast database would make many small ones, and each has its price. */
const gatherMs = 4;

export interface BatchBounds {
  /** So many go into one batch. */
  readonly together?: number;
  /** So many may wait; who comes then is told to come again. */
  readonly waiting?: number;
  /** Where more than one waits the next batch waits a little for more; who is alone waits for nobody. */
  readonly gathers?: boolean;
}

/**
 * Group commit: everything that arrives while the previous batch runs goes into the next one. One batch in flight
 * per writer; `run` answers in the order of its input. When a batch fails, its items are tried again one by one, so
 * that only the guilty one fails; a database that is away fails all. Who finds too many waiting is UNAVAILABLE.
 */
export function batched<In, Out>(
  run: (items: In[]) => Promise<Out[]>,
  { together = 1000, waiting = 20_000, gathers = false }: BatchBounds = {},
): (item: In) => Promise<Out> {
  const queue: Waiting<In, Out>[] = [];
  const turn = createPacer();
  let isRunning = false;

  return (item) =>
    new Promise((resolve, reject) => {
      if (queue.length >= waiting) {
        reject(new DomainError('UNAVAILABLE', { retryAfter: 2 }));
        return;
      }
      queue.push({ item, resolve, reject });
      if (!isRunning) void drain();
    });

  async function drain(): Promise<void> {
    isRunning = true;
    await new Promise(setImmediate);
    while (queue.length > 0) {
      await turn(gathers && queue.length > 1 && queue.length < together);
      await runBatch(queue.splice(0, together));
    }
    isRunning = false;
  }

  async function runBatch(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const outs = await run(batch.map(({ item }) => item));
      if (outs.length !== batch.length) throw new Error(`a batch of ${batch.length} gave ${outs.length} answers`);
      outs.forEach((out, i) => batch[i]?.resolve(out));
    } catch (error) {
      const isAway = error instanceof Error && isOutage(error);
      if (batch.length > 1 && !isAway) for (const one of batch) await runBatch([one]);
      else for (const { reject } of batch) reject(error);
    }
  }
}

/** Awaited before each batch; only a crowd waits for its turn. */
export function createPacer(): (isCrowd: boolean) => Promise<void> {
  let startedAt = -Infinity;
  return async (isCrowd) => {
    const rest = startedAt + gatherMs - performance.now();
    if (isCrowd && rest > 0) await pause(rest);
    startedAt = performance.now();
  };
}
