/** Returns a function that runs `work` when fewer than `most` others run; those that wait run in their order. */
export function turnstile(most: number): <Out>(work: () => Promise<Out>) => Promise<Out> {
  let free = most;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free--;
    else await new Promise<void>((go) => waiting.push(go));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free++;
      else next();
    }
  };
}

/**
 * Runs `work` for each item, so many at a time. After an error no further item is started; the error is thrown when the
 * items under way have ended.
 */
export async function inSlots<Item>(
  items: readonly Item[],
  slots: number,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const rest = items.values();
  const errors: unknown[] = [];
  const runSlot = async (): Promise<void> => {
    for (const item of rest) {
      if (errors.length > 0) return;
      try {
        await work(item);
      } catch (error) {
        errors.push(error);
      }
    }
  };
  await Promise.all(Array.from({ length: slots }, runSlot));
  if (errors.length > 0) throw errors[0];
}
