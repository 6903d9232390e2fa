import type { Context } from '../../kernel/context.ts';
import type { RoleKind } from '../../kernel/names.ts';
import { privacyTexts } from '../privacy.texts.ts';

/**
 * Function by which a person who works or worked in a town hall stays identified after an erasure: the desk, or the word
 * for the role; null: a citizen. It is German, like the names of desks, because it becomes part of the town's records.
 */
export async function functionOf({ em }: Context, personId: string): Promise<string | null> {
  const rows: { role: RoleKind; desk: string | null }[] = await em.execute(rolesSql, [personId, personId]);
  const [newest] = rows;
  if (newest === undefined) return null;
  return newest.desk ?? privacyTexts.de.functions[newest.role] ?? privacyTexts.de.functions.OTHER;
}

/** Roles that the person has, and then roles that it had. */
const rolesSql = `
select g.role, d.name as desk from (
  select r.role, r.desk_id, 1 as place, r.id::text as at from role r where r.person_id = ?
  union all
  select e.facts->>'role', (e.facts->>'deskId')::uuid, 2, lpad(e.id::text, 20, '0') from domain_event e
  where e.type = 'identity.roleGranted' and e.facts->>'personId' = ?
) g left join desk d on d.id = g.desk_id
order by g.place, g.at desc limit 1`;
