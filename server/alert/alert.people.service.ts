import { Person } from '../identity/identity.entity.ts';
import { staffRolesSql } from '../identity/identity.person.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import type { Alert } from './alert.entity.ts';
import { aloneFrom } from './alert.rules.ts';

/** Whether the town has at most one person who sends warnings. Admins, who may only approve, do not count. */
export async function isOnlyWarner({ em }: Pick<Context, 'em'>, municipalityId: string): Promise<boolean> {
  const [row]: { count: number }[] = await em.execute(
    `select count(distinct r.person_id)::int as count from (${staffRolesSql('?::uuid')}) r where r.role = 'WARNER'`,
    [municipalityId],
  );
  return (row?.count ?? 0) <= 1;
}

/** Time from which the actor may send the waiting alert alone; null: it does not wait, or another person wrote it. */
export async function findAloneFrom(ctx: Context, alert: Alert): Promise<Date | null> {
  const isAuthor = alert.author != null && personId(ctx.actor) === alert.author.id;
  if (alert.state !== 'AWAITING' || !isAuthor) return null;
  return aloneFrom(alert, await isOnlyWarner(ctx, alert.municipality.id));
}

/** Function or name of the actor that readers see; that of the town hall for programs and people without one. */
export async function findSenderName({ em, actor }: Context, municipalityId: string): Promise<string> {
  const person = actor.kind === 'person' ? await em.findOne(Person, actor.id) : null;
  if (person?.displayName != null) return person.displayName;
  return (await em.findOneOrFail(Municipality, municipalityId)).name;
}
