import { staffRolesSql } from '../../identity/identity.person.service.ts';
import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { reachableContactsSql } from '../../recipient/recipient.service.ts';
import { type DeliveryState, Message } from '../notification.entity.ts';
import { deliveryCheckSent } from '../notification.events.ts';
import { checkKind, checkRate } from './notification.check.rules.ts';

/** Number of deliveries of one channel that are in one state. */
export interface DeliveryCount {
  readonly channel: string;
  readonly state: DeliveryState;
  readonly count: number;
}

/** Newest delivery check of a town. */
export interface DeliveryCheck {
  readonly at: Date;
  /** Empty until the message is fanned out. */
  readonly counts: readonly DeliveryCount[];
}

/** Newest delivery check of a town; null: there was none. Errors: UNAUTHENTICATED, FORBIDDEN. */
export async function findDeliveryCheck(ctx: Context, municipalityId: string): Promise<DeliveryCheck | null> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const where = { municipality: municipalityId, kind: checkKind };
  const [message] = await ctx.em.find(Message, where, { orderBy: { id: 'desc' }, limit: 1 });
  if (message === undefined) return null;
  const counts: DeliveryCount[] = await ctx.em.execute(
    `select channel, state, count(*)::int as count from delivery where message_id = ?
     group by channel, state order by channel, state`,
    [message.id],
  );
  return { at: message.at, counts };
}

/**
 * Sends a probe of an emergency message to the people who work in the town hall. Errors: UNAUTHENTICATED, FORBIDDEN,
 * RATE_LIMITED, NOBODY_REACHED.
 */
export async function sendDeliveryCheck(ctx: Context, municipalityId: string): Promise<void> {
  authorize(canRunTown(ctx.actor, municipalityId));
  await ctx.limits.spend(checkRate, personId(ctx.actor) ?? municipalityId);
  await write(ctx, async (tx) => {
    if (!(await reachesSomebody(tx, municipalityId))) throw refusal('NOBODY_REACHED');
    await record(tx, deliveryCheckSent({ municipalityId }));
  });
}

async function reachesSomebody({ em, registry }: Tx, municipalityId: string): Promise<boolean> {
  const reached: unknown[] = await em.execute(
    `select from (${staffRolesSql('?')}) s join (${reachableContactsSql}) k on k.recipient_id = s.person_id
     where k.for_emergencies and k.channel in (select json_array_elements_text(?::json)) limit 1`,
    [municipalityId, JSON.stringify(registry.channels.map(({ name }) => name))],
  );
  return reached.length > 0;
}
