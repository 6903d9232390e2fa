import { Person } from '../identity/identity.entity.ts';
import { listPasskeys } from '../identity/identity.passkey.service.ts';
import { staffRolesSql } from '../identity/identity.person.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Alert } from './alert.entity.ts';
import { aloneFrom } from './alert.rules.ts';

/** Whether the town has at most one person who sends warnings. Admins, who may only approve, do not count. */
export async function isOnlyWarner({ em }: Pick<Context, 'em'>, municipalityId: string): Promise<boolean> {
  const [row]: { count: number }[] = await em.execute(
    `select count(distinct r.person_id)::int as count from (${staffRolesSql('?::uuid')}) r where r.role = 'WARNER'`,
    [municipalityId],
  );
  return (row?.count ?? 0) <= 1;
}

/** Whether the author of an alert still sends warnings in the town. */
export async function isAuthorWarner({ em }: Pick<Context, 'em'>, { author, municipality }: Alert): Promise<boolean> {
  const [row]: { exists: boolean }[] = await em.execute(
    `select exists (select from (${staffRolesSql('?::uuid')}) r where r.role = 'WARNER' and r.person_id = ?) as exists`,
    [municipality.id, author?.id ?? null],
  );
  return row?.exists === true;
}

/**
 * Time from which the actor may send the waiting alert alone; null: it does not wait, another person wrote it, or it is an end
 * in own words, which only a second person lets leave.
 */
export async function findAloneFrom(ctx: Context, alert: Alert): Promise<Date | null> {
  const isAuthor = alert.author != null && personId(ctx.actor) === alert.author.id;
  if (alert.state !== 'AWAITING' || alert.msgType === 'CANCEL' || !isAuthor) return null;
  return aloneFrom(alert, await isOnlyWarner(ctx, alert.municipality.id));
}

/**
 * Whether the actor may end an incident without a new proof of identity: somebody without a passkey, who would need a code by
 * mail for it, and who sent or approved an alert of the incident.
 */
export async function endsWithoutProof(ctx: Context, incidentId: string): Promise<boolean> {
  const person = personId(ctx.actor);
  if (person === null || (await listPasskeys(ctx)).length > 0) return false;
  const own = { incident: incidentId, state: 'SENT' as const, $or: [{ author: person }, { approvedBy: person }] };
  return (await ctx.em.count(Alert, own)) > 0;
}

/** Function or name of the actor that readers see; that of the town hall for programs and people without one. */
export async function findSenderName({ em, actor }: Context, municipalityId: string): Promise<string> {
  const person = actor.kind === 'person' ? await em.findOne(Person, actor.id) : null;
  if (person?.displayName != null) return person.displayName;
  return (await em.findOneOrFail(Municipality, municipalityId)).name;
}
