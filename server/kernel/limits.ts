import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { batched } from './batch.ts';
import { createCharges } from './charges.ts';
import { DomainError } from './errors.ts';
import type { Balance, Count, Rate, Use } from './rate.ts';

export interface Limits {
  /** Counts one use, or `points` of them; throws RATE_LIMITED with `retryAfter` (whole seconds) when there are too many. */
  spend(rate: Rate, key: string, points?: number): Promise<void>;
  /**
   * The same without waiting for the other processes: judged by what this one knows, told to them afterwards. Somebody
   * who asks several at once gets a little more than the rate; for what happens all the time and guards no secret.
   * Answers what is left; no points only ask for it.
   */
  charge(rate: Rate, key: string, points?: number): Balance;
}

/** After a Redis that did not answer nobody waits for it again for this long: it would hold up every mutation. */
const awayMs = 5000;

/** In Redis for all processes together; while Redis is away (or absent) each process counts for itself. */
export function createLimits(installationId: string, redis: Redis | undefined): Limits {
  const count = redis && sharedCount(installationId, redis);
  const shared = count && batched(count);
  const own = ownCounter();
  const charge = createCharges(count);
  return {
    charge(rate, key, points = 1) {
      const { isCounted, ...balance } = charge({ rate, key, points });
      if (!isCounted) throw refusal(balance.msLeft);
      return balance;
    },
    async spend(rate, key, points = 1) {
      const use = { rate, key, points };
      const { used, msLeft } = (await shared?.(use)) ?? (await own(use));
      if (used > rate.points) throw refusal(msLeft);
    },
  };
}

function refusal(msLeft: number): DomainError {
  return new DomainError('RATE_LIMITED', { retryAfter: Math.ceil(msLeft / 1000) });
}

/** Undefined: Redis is away. Each command costs the process as much as a vote, so what is used meanwhile shares one. */
function sharedCount(installationId: string, redis: Redis): (uses: Use[]) => Promise<(Count | undefined)[]> {
  let awayUntil = -Infinity;
  return async (uses) => {
    if (performance.now() < awayUntil) return uses.map(() => undefined);
    try {
      const keys = uses.map(({ rate, key }) => `${installationId}:${rate.name}:${key}`);
      const terms = uses.flatMap(({ rate, points }) => [points, rate.seconds]);
      const counts: unknown = await redis.eval(countScript, keys.length, ...keys, ...terms);
      if (!Array.isArray(counts)) throw new Error('the script of limits gave no counts');
      return uses.map((_, i) => ({ used: Number(counts[2 * i]), msLeft: Number(counts[2 * i + 1]) }));
    } catch {
      awayUntil = performance.now() + awayMs;
      return uses.map(() => undefined);
    }
  };
}

/** Per key: points and seconds; returns used points and milliseconds left. A window begins with its first use. */
const countScript = `
local counts = {}
for i, key in ipairs(KEYS) do
  redis.call('set', key, 0, 'EX', ARGV[2 * i], 'NX')
  counts[2 * i - 1] = redis.call('incrby', key, ARGV[2 * i - 1])
  counts[2 * i] = redis.call('pttl', key)
end
return counts`;

function ownCounter(): (use: Use) => Promise<Count> {
  const limiters = new Map<string, RateLimiterMemory>();
  return async ({ rate: { name, points: limit, seconds }, key, points }) => {
    const limiter = limiters.get(name) ?? new RateLimiterMemory({ keyPrefix: name, points: limit, duration: seconds });
    limiters.set(name, limiter);
    const { consumedPoints, msBeforeNext } = await limiter.consume(key, points).catch(refusalOf);
    return { used: consumedPoints, msLeft: msBeforeNext };
  };
}

function refusalOf(refusal: unknown): RateLimiterRes {
  if (refusal instanceof RateLimiterRes) return refusal;
  throw refusal;
}
