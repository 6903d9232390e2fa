interface Waiting<In, Out> {
  readonly item: In;
  resolve(out: Out): void;
  reject(error: unknown): void;
}

/**
 * Group commit: everything that arrives while the previous batch runs goes into the next one. One batch in flight
 * per writer; `run` answers in the order of its input. When a batch fails, its items are tried again one by one, so
 * that only the guilty one fails.
 */
export function batched<In, Out>(run: (items: In[]) => Promise<Out[]>, limit = 1000): (item: In) => Promise<Out> {
  const queue: Waiting<In, Out>[] = [];
  let isRunning = false;

  return (item) =>
    new Promise((resolve, reject) => {
      queue.push({ item, resolve, reject });
      if (!isRunning) void drain();
    });

  async function drain(): Promise<void> {
    isRunning = true;
    await new Promise(setImmediate);
    while (queue.length > 0) await runBatch(queue.splice(0, limit));
    isRunning = false;
  }

  async function runBatch(batch: readonly Waiting<In, Out>[]): Promise<void> {
    try {
      const outs = await run(batch.map(({ item }) => item));
      if (outs.length !== batch.length) throw new Error(`a batch of ${batch.length} gave ${outs.length} answers`);
      outs.forEach((out, i) => batch[i]?.resolve(out));
    } catch (error) {
      if (batch.length === 1) batch[0]?.reject(error);
      else for (const waiting of batch) await runBatch([waiting]);
    }
  }
}
