import type { Redis } from 'ioredis';

/** Short texts that all processes share for a limited time, such as the limit that a pending request was charged to. */
export interface Notes {
  /** Stores a text under a name for so many seconds; replaces an earlier text. */
  put(name: string, text: string, seconds: number): Promise<void>;
  /** Returns the text and removes it, so that it is returned once; undefined: unknown, expired or taken before. */
  take(name: string): Promise<string | undefined>;
}

/** Script that reads and deletes in one command, so that two processes never take the same note. */
const takeScript = `local text = redis.call('get', KEYS[1])
redis.call('del', KEYS[1])
return text`;

/** Maximum number of notes that a process keeps; beyond it the oldest are dropped. */
const maxOwnNotes = 50_000;

interface OwnNote {
  readonly text: string;
  readonly until: number;
}

/**
 * Notes in Redis for all processes; without Redis, or while it is unreachable, each process knows only its own. A lost
 * note is never an error: its user gets a little less than possible.
 */
export function createNotes(installationId: string, redis: Redis | undefined): Notes {
  const own = new Map<string, OwnNote>();
  const keyOf = (name: string): string => `${installationId}:note:${name}`;

  return {
    async put(name, text, seconds) {
      const isShared = await redis?.set(keyOf(name), text, 'EX', seconds).catch(() => null);
      if (isShared != null) return;
      own.delete(name);
      own.set(name, { text, until: performance.now() + seconds * 1000 });
      dropOld(own);
    },
    async take(name) {
      const kept = own.get(name);
      own.delete(name);
      if (kept !== undefined) return kept.until > performance.now() ? kept.text : undefined;
      const shared: unknown = await redis?.eval(takeScript, 1, keyOf(name)).catch(() => null);
      return typeof shared === 'string' ? shared : undefined;
    },
  };
}

/** Removes expired notes from the start of the map, which is in the order of creation, and the oldest above the maximum. */
function dropOld(own: Map<string, OwnNote>): void {
  const now = performance.now();
  for (const [name, { until }] of own) {
    if (until > now && own.size <= maxOwnNotes) return;
    own.delete(name);
  }
}
