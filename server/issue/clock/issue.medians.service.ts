import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { canSeePublicIssues } from '../issue.visibility.rules.ts';

export interface IssueMedian {
  readonly categoryId: string;
  readonly answered: number;
  readonly answerMinutes: number;
  readonly answerDays: number;
  readonly solved: number;
  readonly solutionMinutes: number | null;
  readonly solutionDays: number | null;
}

/**
 * Period in days, and minimum number of reports: medians of fewer reports would reveal more about people than about the
 * town hall.
 */
const days = 90;
const least = 5;

/**
 * Medians by category. They are public, because they concern no individual; complaints are excluded, so that their
 * number stays secret.
 */
export async function listMedians(ctx: Context, municipalityId: string): Promise<IssueMedian[]> {
  authorize(canSeePublicIssues(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const since = new Date(ctx.now().getTime() - days * 86_400_000);
  const rows: IssueMedian[] = await ctx.em.execute(mediansSql, [since, since, municipalityId, least]);
  return rows.map((row) => (row.solved < least ? { ...row, solutionMinutes: null, solutionDays: null } : row));
}

const halfOf = (value: string, which: string): string =>
  `percentile_cont(0.5) within group (order by ${value}) filter (where ${which})`;
const daysUntil = (moment: string): string => `extract(epoch from ${moment} - k.started_at) / 86400.0`;

const mediansSql = `
select c.id as "categoryId",
  count(*) filter (where k.is_answered)::int as answered, count(*) filter (where k.is_solved)::int as solved,
  ${halfOf('k.first_response_took', 'k.is_answered')} as "answerMinutes",
  ${halfOf(daysUntil('k.first_responded_at'), 'k.is_answered')}::float as "answerDays",
  ${halfOf('k.resolution_took', 'k.is_solved')} as "solutionMinutes",
  ${halfOf(daysUntil('k.resolved_at'), 'k.is_solved')}::float as "solutionDays"
from issue_category c join (
  select i.category_id, k.*, k.first_responded_at > ? as is_answered,
    k.resolved_at > ? and i.status = 'RESOLVED' and i.kind <> 'PRAISE' as is_solved
  from issue_clock k join issue i on i.id = k.issue_id
  where k.municipality_id = ? and i.kind <> 'COMPLAINT' and i.flag is null
) k on k.category_id = c.id
group by c.id, c.position, c.name
having count(*) filter (where k.is_answered) >= ?
order by c.position, c.name`;
