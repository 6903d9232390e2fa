import type { FilterQuery } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../../kernel/page.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Issue, type IssueStage, issueStatuses } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';
import { seenAs } from '../issue.reading.service.ts';
import { canSeePublicIssues } from './issue.visibility.rules.ts';

export interface PublicFilter {
  readonly stages?: readonly IssueStage[] | null;
  readonly categoryId?: string | null;
}

/** What the town hall shows to everybody, newest first; told to everybody alike, to staff and reporters too. */
export async function listPublicIssues(
  ctx: Context,
  municipalityId: string,
  { stages, categoryId }: PublicFilter,
  page: PageArgs,
): Promise<Connection<Issue>> {
  authorize(canSeePublicIssues(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const statuses = issueStatuses.filter((status) => stages?.includes(stageOf(status)) ?? true);
  const shown: FilterQuery<Issue> = { municipality: municipalityId, isPublic: true, status: { $in: statuses } };
  return readPage(ctx, page, {
    scope: `public-issues:${municipalityId}:${statuses.join()}:${categoryId ?? ''}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: async (limit, position) => {
      const after: FilterQuery<Issue> = position === undefined ? {} : { id: { $lt: position[0] } };
      const where = { $and: [shown, categoryId == null ? {} : { category: categoryId }, after] };
      const issues = await ctx.em.find(Issue, where, { limit, orderBy: { id: 'desc' } });
      return issues.map((issue) => seenAs(issue, 'public'));
    },
  });
}
