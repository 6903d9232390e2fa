import { authorize } from '../kernel/errors.ts';
import { defineTopic } from '../kernel/live/topic.ts';
import { healthTopic } from './operation.events.ts';
import { type Health, readHealth } from './operation.health.service.ts';
import { canSeeInstallation } from './operation.rules.ts';

/** State of the installation with its position. */
export type HealthState = Health & { readonly cursor: string };

/** Every process announces a change after each look, so a minute with many processes is one message. */
export const healthStream = defineTopic({
  ...healthTopic,
  kind: 'state',
  conflateMs: 1000,
  audience: (ctx, _args: object) => {
    authorize(canSeeInstallation(ctx.actor));
    return Promise.resolve('operator' as const);
  },
  read: async (ctx, _args, _audience, { cursor }): Promise<HealthState> => ({ ...(await readHealth(ctx)), cursor }),
});
