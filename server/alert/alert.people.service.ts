import { Person } from '../identity/identity.entity.ts';
import { staffRolesSql } from '../identity/identity.person.service.ts';
import type { Context } from '../kernel/context.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** Number of people who may approve an alert of the town or send one. */
export async function countWarners({ em }: Context, municipalityId: string): Promise<number> {
  const [row]: { count: number }[] = await em.execute(
    `select count(distinct r.person_id)::int as count from (${staffRolesSql('?::uuid')}) r where r.role in ('WARNER', 'ADMIN')`,
    [municipalityId],
  );
  return row?.count ?? 0;
}

/** Function or name of the actor that readers see; that of the town hall for programs and people without one. */
export async function findSenderName({ em, actor }: Context, municipalityId: string): Promise<string> {
  const person = actor.kind === 'person' ? await em.findOne(Person, actor.id) : null;
  if (person?.displayName != null) return person.displayName;
  return (await em.findOneOrFail(Municipality, municipalityId)).name;
}
