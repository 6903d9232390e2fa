import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { type Connection, type PageArgs, readPage } from '../../kernel/page.ts';
import { idsIn, idsParameterSql, batchedRead } from '../../kernel/rows.ts';
import type { IssueRow } from '../issue.entity.ts';
import { readIssues, seenAs } from '../issue.reading.service.ts';

/**
 * Number of people beside the reporter whom an issue concerns: its followers, and reporters and followers of the issues
 * that were merged into it. Each person and each address counts once, and the reporter's address not at all. Batched
 * into one statement for a page of issues.
 */
export const countSupporters = batchedRead(async ({ em }, issueIds: readonly string[]) => {
  const rows: { id: string; count: number }[] = await em.execute(countSql, [idsIn(issueIds)]);
  const byId = new Map(rows.map(({ id, count }) => [id, count]));
  return issueIds.map((id) => byId.get(id) ?? 0);
});

const countSql = `
with wanted as (${idsParameterSql}),
about as (
  select i.id, i.id as told, false as is_counted from issue i where i.id in (select * from wanted)
  union all select parent_id, issue_id, is_counted from issue_merge where parent_id in (select * from wanted)
),
concerned as (
  select a.id, coalesce(p.email, f.email, f.id::text) as who
  from about a join issue_follower f on f.issue_id = a.told left join person p on p.id = f.person_id
  where f.confirmed_at is not null
  union
  select a.id, coalesce(p.email, c.reporter_email, c.id::text)
  from about a join issue c on c.id = a.told left join person p on p.id = c.reporter_id where a.is_counted
)
select c.id, count(*)::int as count
from concerned c join issue i on i.id = c.id left join person r on r.id = i.reporter_id
where c.who is distinct from coalesce(r.email, i.reporter_email)
group by c.id`;

/** Follower rows of the viewer: by account, or by the same address given without an account. */
const ownSql = `
from issue_follower f join person p on p.id = ?
where f.issue_id = t.id and f.confirmed_at is not null and (f.person_id = p.id or f.email = p.email)`;

export async function isFollowedByViewer(ctx: Context, { id }: Pick<IssueRow, 'id'>): Promise<boolean> {
  const person = personId(ctx.actor);
  if (person === null) return false;
  const rows: unknown[] = await ctx.em.execute(`select 1 from issue t where t.id = ? and exists (select ${ownSql})`, [
    id,
    person,
  ]);
  return rows.length > 0;
}

/**
 * Public issues that a person follows in all towns, newest first, with the public fields only; hidden ones are left
 * out.
 */
export function listFollowed(ctx: Context, person: string, page: PageArgs): Promise<Connection<IssueRow>> {
  return readPage(ctx, page, {
    scope: `followed-issues:${person}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: async (limit, position) => {
      const issues = await readIssues(
        ctx,
        `join municipality m on m.id = t.municipality_id
         where t.is_public and 'ISSUES' = any(m.modules) and exists (select ${ownSql})
           and (?::uuid is null or t.id < ?::uuid) order by t.id desc limit ?`,
        [person, position?.[0] ?? null, position?.[0] ?? null, limit],
      );
      return issues.map((issue) => seenAs(issue, 'public'));
    },
  });
}
