import type { Context } from '../../kernel/context.ts';
import type { IssueRow } from '../issue.entity.ts';

/** Period in days, and minimum number of answered issues for an estimate. */
const days = 90;
const least = 5;

/**
 * Estimated time of the first answer: three of four issues of the last 90 days were answered that fast. Null if fewer
 * than five were answered, or once this one is answered or ended.
 */
export async function firstAnswerBy(ctx: Context, { id, municipality, createdAt }: IssueRow): Promise<Date | null> {
  const since = new Date(ctx.now().getTime() - days * 86_400_000);
  const rows: { seconds: number | null; count: number; runs: boolean }[] = await ctx.em.execute(
    `select count(*) filter (where k.first_responded_at is not null)::int as count,
       percentile_cont(0.75) within group (order by extract(epoch from k.first_responded_at - k.started_at)) as seconds,
       coalesce((select own.first_responded_at is null and own.withdrawn_at is null from issue_clock own where own.issue_id = ?), true) as runs
     from issue_clock k join issue i on i.id = k.issue_id
     where i.municipality_id = ? and i.created_at > ? and i.id <> ?`,
    [id, municipality.id, since, id],
  );
  const [{ seconds, count, runs } = { seconds: null, count: 0, runs: false }] = rows;
  return !runs || count < least || seconds === null ? null : new Date(createdAt.getTime() + seconds * 1000);
}
