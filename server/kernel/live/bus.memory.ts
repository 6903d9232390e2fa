import type { Bus, Hint } from './hint.ts';

/** Bus inside one process: demo mode and installations of one process without Redis. */
export function createMemoryBus(): Bus {
  const listeners = new Map<string, Set<(hint: Hint) => void>>();
  return {
    publish(hint) {
      for (const listener of listeners.get(hint.topic) ?? []) {
        queueMicrotask(() => {
          listener(hint);
        });
      }
    },
    subscribe(topic, listener) {
      const own = (hint: Hint): void => {
        listener(hint);
      };
      const set = listeners.get(topic) ?? new Set();
      listeners.set(topic, set.add(own));
      return Promise.resolve(() => {
        set.delete(own);
        if (set.size === 0 && listeners.get(topic) === set) listeners.delete(topic);
      });
    },
    close() {
      listeners.clear();
      return Promise.resolve();
    },
  };
}
