import type { Redis } from 'ioredis';

/** Removes keys of rate limits and entries of presence that hold one of the texts, such as the id of a person. */
export type Forgetting = (texts: readonly string[]) => Promise<void>;

/** Number of keys that Redis reads per step, so that it serves others in between. */
const scanCount = 500;

/** Without Redis there is nothing to remove: the process keeps limits and presence for minutes only. */
export function createForgetting(installationId: string, redis: Redis | undefined): Forgetting {
  if (redis === undefined) return () => Promise.resolve();
  return async (texts) => {
    for await (const found of redis.scanStream({ match: `${installationId}:*`, count: scanCount })) {
      const keys: string[] = found;
      const named = keys.filter((key) => texts.some((text) => key.includes(text)));
      if (named.length > 0) await redis.unlink(...named);
      for (const room of keys.filter((key) => key.startsWith(`${installationId}:presence:`)))
        await redis.hdel(room, ...texts);
    }
  };
}
