import type { Actor } from '../../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../../kernel/context.ts';
import type { Rate } from '../../kernel/rate.ts';

/** When the story begins. */
export const monthAgo = -720;

/** The same services with the clock of the story; nobody's limits are spent by telling it. */
export function at(services: Services, actor: Actor, hoursFromNow: number): Context {
  const now = new Date(Date.now() + hoursFromNow * 3_600_000);
  const limits = { spend: () => Promise.resolve(), charge: (rate: Rate) => ({ rate, left: rate.points, msLeft: 0 }) };
  return forkContext({ ...services, now: () => now, limits }, actor);
}
