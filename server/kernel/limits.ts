import type { Redis } from 'ioredis';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { batched } from './batch.ts';
import { createCharges } from './charges.ts';
import { DomainError } from './errors.ts';
import type { Balance, Count, Rate, Use } from './rate.ts';

export interface Limits {
  /**
   * Charges one use, or `points` uses, in all processes together; throws RATE_LIMITED with `retryAfter` (whole seconds)
   * beyond the rate.
   */
  spend(rate: Rate, key: string, points?: number): Promise<void>;
  /**
   * Adds `points`, or gives them back if negative, and returns what all processes together have used in the window: never
   * below 0, and also beyond the rate.
   */
  count(rate: Rate, key: string, points: number): Promise<Count>;
  /** Charges one use like `spend`; returns false beyond the rate instead of throwing. */
  trySpend(rate: Rate, key: string): Promise<boolean>;
  /**
   * Charges like `spend` without waiting for the other processes: this process decides by its own counts and sends the
   * use afterwards. Concurrent uses may exceed the rate a little, so use it only for frequent operations that guard no
   * secret. Returns the balance; 0 points only read it.
   */
  charge(rate: Rate, key: string, points?: number): Balance;
}

/**
 * Milliseconds during which Redis is not asked after it failed to answer, because each attempt would delay mutations.
 */
const awayMs = 5000;

/**
 * Rate limits, counted in Redis for all processes; without Redis, or while it is unreachable, each process counts
 * alone.
 */
export function createLimits(installationId: string, redis: Redis | undefined): Limits {
  const count = redis && sharedCount(installationId, redis);
  const shared = count && batched(count);
  const own = ownCounter();
  const charge = createCharges(count);
  const countUse = async (use: Use): Promise<Count> => (await shared?.(use)) ?? own(use);
  return {
    charge(rate, key, points = 1) {
      const { isCounted, ...balance } = charge({ rate, key, points });
      if (!isCounted) throw refusal(balance.msLeft);
      return balance;
    },
    count: (rate, key, points) => countUse({ rate, key, points }),
    async spend(rate, key, points = 1) {
      const { used, msLeft } = await countUse({ rate, key, points });
      if (used > rate.points) throw refusal(msLeft);
    },
    async trySpend(rate, key) {
      const { used } = await countUse({ rate, key, points: 1 });
      return used <= rate.points;
    },
  };
}

function refusal(msLeft: number): DomainError {
  return new DomainError('RATE_LIMITED', { retryAfter: Math.ceil(msLeft / 1000) });
}

/**
 * Counts uses in one command, because a command costs as much CPU as a vote; undefined for each use while Redis is
 * unreachable.
 */
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

/**
 * Script with points and seconds per key; returns used points and milliseconds left. A window begins with its first
 * use. Points that are given back after their window has ended must not become a credit.
 */
const countScript = `
local counts = {}
for i, key in ipairs(KEYS) do
  redis.call('set', key, 0, 'EX', ARGV[2 * i], 'NX')
  local used = redis.call('incrby', key, ARGV[2 * i - 1])
  if used < 0 then used = redis.call('incrby', key, -used) end
  counts[2 * i - 1] = used
  counts[2 * i] = redis.call('pttl', key)
end
return counts`;

function ownCounter(): (use: Use) => Promise<Count> {
  const limiters = new Map<string, RateLimiterMemory>();
  return async ({ rate: { name, points: limit, seconds }, key, points }) => {
    const limiter = limiters.get(name) ?? new RateLimiterMemory({ keyPrefix: name, points: limit, duration: seconds });
    limiters.set(name, limiter);
    if (points < 0) return giveBack(limiter, key, -points);
    const { consumedPoints, msBeforeNext } = await limiter.consume(key, points).catch(refusalOf);
    return { used: consumedPoints, msLeft: msBeforeNext };
  };
}

async function giveBack(limiter: RateLimiterMemory, key: string, points: number): Promise<Count> {
  const given = await limiter.reward(key, points);
  const { consumedPoints, msBeforeNext } =
    given.consumedPoints < 0 ? await limiter.penalty(key, -given.consumedPoints) : given;
  return { used: consumedPoints, msLeft: msBeforeNext };
}

function refusalOf(refusal: unknown): RateLimiterRes {
  if (refusal instanceof RateLimiterRes) return refusal;
  throw refusal;
}
