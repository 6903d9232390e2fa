import type { Context } from '../../kernel/context.ts';
import type { IssueRow } from '../issue.entity.ts';

/** Period in days, and minimum number of answered issues for an estimate. */
const days = 90;
const least = 5;

/**
 * Estimated time of the first answer: three of four issues of the last 90 days were answered that fast. Null if fewer
 * than five were answered, or once the town hall has moved this issue.
 */
export async function firstAnswerBy(
  ctx: Context,
  { id, municipality, createdAt, status }: IssueRow,
): Promise<Date | null> {
  if (status !== 'SUBMITTED') return null;
  const since = new Date(ctx.now().getTime() - days * 86_400_000);
  const rows: { seconds: number | null; count: number }[] = await ctx.em.execute(
    `select count(*)::int as count, percentile_cont(0.75) within group (order by extract(epoch from first.at - arrived.at)) as seconds
     from issue i
     cross join lateral (select min(at) as at from issue_move m where m.issue_id = i.id and m.to = 'SUBMITTED') arrived
     cross join lateral (select min(at) as at from issue_move m where m.issue_id = i.id and m.by = 'STAFF') first
     where i.municipality_id = ? and i.created_at > ? and i.id <> ? and first.at is not null`,
    [municipality.id, since, id],
  );
  const [{ seconds, count } = { seconds: null, count: 0 }] = rows;
  return count < least || seconds === null ? null : new Date(createdAt.getTime() + seconds * 1000);
}
