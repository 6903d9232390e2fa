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
  /** Counts one use; throws RATE_LIMITED with `retryAfter` (whole seconds) when there are too many. */
  spend(rate: Rate, key: string): Promise<void>;
}

/** In Redis for all processes together; while Redis is away (or absent) each process counts for itself. */
export function createLimits(installationId: string, redis: Redis | undefined): Limits {
  const limiters = new Map<string, RateLimiterMemory | RateLimiterRedis>();

  function limiterOf(rate: Rate): RateLimiterMemory | RateLimiterRedis {
    const known = limiters.get(rate.name);
    if (known !== undefined) return known;
    const options = { keyPrefix: `${installationId}:${rate.name}`, points: rate.points, duration: rate.seconds };
    const memory = new RateLimiterMemory(options);
    const limiter =
      redis === undefined ? memory : new RateLimiterRedis({ ...options, storeClient: redis, insuranceLimiter: memory });
    limiters.set(rate.name, limiter);
    return limiter;
  }

  return {
    async spend(rate, key) {
      try {
        await limiterOf(rate).consume(key);
      } catch (refusal) {
        if (!(refusal instanceof RateLimiterRes)) throw refusal;
        throw new DomainError('RATE_LIMITED', { retryAfter: Math.ceil(refusal.msBeforeNext / 1000) });
      }
    },
  };
}
