import { hasRole } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { Desk } from '../municipality/municipality.entity.ts';
import type { IncidentKind, IncidentStatus } from './alert.entity.ts';
import { canFollowAlerts, canSend } from './alert.rules.ts';

interface Sending {
  readonly kind: IncidentKind;
  readonly status: IncidentStatus;
  readonly municipalityId: string;
}

/** Throws unless the actor may send alerts of this kind in the town. Refused: SIGN_IN_AGAIN, unless `isProofWaived`. */
export async function authorizeSending(ctx: Context, incident: Sending, isProofWaived = false): Promise<void> {
  const { kind, municipalityId } = incident;
  const isDisruptionClerk = kind === 'DISRUPTION' && (await worksAtDisruptionDesk(ctx, municipalityId));
  authorize(canSend(ctx.actor, incident, { isDisruptionClerk, isProofWaived, now: ctx.now() }));
}

/** Whether the actor may report disruptions: warners of the town, and clerks of desks that may. */
export async function sendsDisruptions(ctx: Context, municipalityId: string): Promise<boolean> {
  if (hasRole(ctx.actor, municipalityId, 'WARNER')) return true;
  return worksAtDisruptionDesk(ctx, municipalityId);
}

/** Throws unless the actor may ask whom an alert of this kind would reach: people who may begin such an incident, and admins. */
export async function authorizeReach(ctx: Context, municipalityId: string, kind: IncidentKind): Promise<void> {
  if (kind === 'DISRUPTION' && (await worksAtDisruptionDesk(ctx, municipalityId))) return;
  authorize(canFollowAlerts(ctx.actor, municipalityId));
}

/** Whether the actor is a clerk of a desk that may send disruptions. */
async function worksAtDisruptionDesk({ em, actor }: Context, municipalityId: string): Promise<boolean> {
  if (actor.kind !== 'person') return false;
  const desks = actor.roles.flatMap(({ deskId, municipalityId: town }) =>
    deskId !== null && town === municipalityId ? [deskId] : [],
  );
  if (desks.length === 0) return false;
  return (await em.count(Desk, { id: { $in: desks }, municipality: municipalityId, maySendDisruptions: true })) > 0;
}
