import { setTimeout as pause } from 'node:timers/promises';
import { DomainError } from './errors.ts';
import { isOutage } from './outage.ts';

interface Waiting<In, Out> {
  readonly item: In;
  resolve(out: Out): void;
  reject(error: unknown): void;
}

/** Minimum time in milliseconds between the starts of two gathering batches; small batches cost more per item. */
const gatherMs = 4;

export interface BatchBounds {
  /** Maximum number of items per batch. */
  readonly maxBatchSize?: number;
  /** Maximum queue length; further calls fail with UNAVAILABLE. */
  readonly maxQueueLength?: number;
  /** True: if more than one item waits, the next batch waits up to `gatherMs` for more. A single item never waits. */
  readonly gathers?: boolean;
  /**
   * Whether nobody else can add an item before the `count` waiting ones are answered. The next batch waits for this, at
   * most `completeMs`.
   */
  readonly isComplete?: (count: number) => boolean;
}

/** Maximum time in milliseconds for which a batch waits until it is complete. */
const completeMs = 10;

/**
 * Group commit: items that arrive while a batch runs form the next batch. One batch runs at a time; `run` returns
 * results in the order of its input. If a batch fails, its items run one by one so that only the invalid items fail; if
 * the database is unreachable, all fail. Beyond the queue length a call fails with UNAVAILABLE.
 */
export function batched<In, Out>(
  run: (items: In[]) => Promise<Out[]>,
  { maxBatchSize = 1000, maxQueueLength = 20_000, gathers = false, isComplete = () => true }: BatchBounds = {},
): (item: In) => Promise<Out> {
  const queue: Waiting<In, Out>[] = [];
  const turn = createPacer();
  let isRunning = false;
  let wake: () => void = () => undefined;

  return (item) =>
    new Promise((resolve, reject) => {
      if (queue.length >= maxQueueLength) {
        reject(new DomainError('UNAVAILABLE', { retryAfter: 2 }));
        return;
      }
      queue.push({ item, resolve, reject });
      if (isComplete(queue.length)) wake();
      if (!isRunning) void drain();
    });

  async function drain(): Promise<void> {
    isRunning = true;
    await new Promise(setImmediate);
    while (queue.length > 0) {
      await turn(gathers && queue.length > 1 && queue.length < maxBatchSize);
      if (!isComplete(queue.length))
        await Promise.race([pause(completeMs), new Promise<void>((done) => (wake = done))]);
      await runBatch(queue.splice(0, maxBatchSize));
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

/**
 * Returns a function to await before each batch; with `isCrowd` it resolves when `gatherMs` have passed since the last
 * batch.
 */
export function createPacer(): (isCrowd: boolean) => Promise<void> {
  let startedAt = -Infinity;
  return async (isCrowd) => {
    const rest = startedAt + gatherMs - performance.now();
    if (isCrowd && rest > 0) await pause(rest);
    startedAt = performance.now();
  };
}
