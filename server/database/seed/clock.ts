import type { Actor } from '../../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../../kernel/context.ts';
import type { Rate } from '../../kernel/rate.ts';

/** Start of the story, in hours from now. */
export const monthAgo = -720;

/** Context of the actor whose clock differs from now by so many hours; rates are not charged. */
export function at(services: Services, actor: Actor, hoursFromNow: number): Context {
  const now = new Date(Date.now() + hoursFromNow * 3_600_000);
  const limits = {
    spend: () => Promise.resolve(),
    trySpend: () => Promise.resolve(true),
    count: () => Promise.resolve({ used: 0, msLeft: 0 }),
    charge: (rate: Rate) => ({ rate, left: rate.points, msLeft: 0 }),
  };
  return forkContext({ ...services, now: () => now, limits }, actor);
}
