import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import { DomainError } from './errors.ts';

/** How often something may be done: `points` times within `seconds`, per key (person, address, client). */
export interface Rate {
  readonly name: string;
  readonly points: number;
  readonly seconds: number;
}
export interface Limits {
  /** Counts one use, or `points` of them; throws RATE_LIMITED with `retryAfter` (whole seconds) when there are too many. */
  spend(rate: Rate, key: string, points?: number): Promise<void>;
}

/** After a Redis that did not answer nobody waits for it again for this long: it would hold up every mutation. */
const awayMs = 5000;

interface Limiters {
  readonly own: RateLimiterMemory;
  readonly shared: RateLimiterRedis | undefined;
}

/** In Redis for all processes together; while Redis is away (or absent) each process counts for itself. */
export function createLimits(installationId: string, redis: Redis | undefined): Limits {
  const limiters = new Map<string, Limiters>();
  let awayUntil = -Infinity;

  return {
    async spend(rate, key, points = 1) {
      try {
        await consume(limitersOf(rate), key, points);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw new DomainError('RATE_LIMITED', { retryAfter: Math.ceil(refusal.msBeforeNext / 1000) });
      }
    },
  };

  async function consume({ own, shared }: Limiters, key: string, points: number): Promise<void> {
    if (shared !== undefined && performance.now() >= awayUntil) {
      try {
        await shared.consume(key, points);
        return;
      } catch (error) {
        if (error instanceof RateLimiterRes) throw error;
        awayUntil = performance.now() + awayMs;
      }
    }
    await own.consume(key, points);
  }

  function limitersOf(rate: Rate): Limiters {
    const known = limiters.get(rate.name);
    if (known !== undefined) return known;
    const options = { keyPrefix: `${installationId}:${rate.name}`, points: rate.points, duration: rate.seconds };
    const own = new RateLimiterMemory(options);
    const shared = redis === undefined ? undefined : new RateLimiterRedis({ ...options, storeClient: redis });
    limiters.set(rate.name, { own, shared });
    return { own, shared };
  }
}
