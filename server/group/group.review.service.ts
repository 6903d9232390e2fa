import { staffRolesSql } from '../identity/identity.person.service.ts';
import type { Context } from '../kernel/context.ts';

/** SELECT of (person_id, role) of the reviewers of a town; `town` is the SQL expression of the town's id. */
export function reviewersSql(town: string): string {
  return `select r.person_id, r.role from (${staffRolesSql(town)}) r join person p on p.id = r.person_id
    where r.role in ('EDITOR', 'ADMIN') and p.erases_at is null`;
}

/**
 * Whether the town has at most one reviewer, whose own submissions nobody else could approve. Accounts that are about to be
 * erased do not count.
 */
export async function hasOneReviewer({ em }: Pick<Context, 'em'>, municipalityId: string): Promise<boolean> {
  const [row]: { count: number }[] = await em.execute(
    `select count(distinct r.person_id)::int as count from (${reviewersSql('?::uuid')}) r`,
    [municipalityId],
  );
  return (row?.count ?? 0) <= 1;
}
