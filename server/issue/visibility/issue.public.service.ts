import type { FilterQuery } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../../kernel/page.ts';
import type { Bounds } from '../../municipality/municipality.map.rules.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Issue, type IssueStage, issueStatuses } from '../issue.entity.ts';
import { seenAs } from '../issue.reading.service.ts';
import { stageOf } from '../issue.rules.ts';
import { canSeePublicIssues } from '../issue.visibility.rules.ts';

export interface PublicFilter {
  readonly stages?: readonly IssueStage[] | null;
  readonly categoryId?: string | null;
  /** Only issues that changed at this time or later. */
  readonly updatedSince?: Date | null;
  readonly within?: Bounds | null;
}

/** Page of the public issues, newest first. Staff and reporters get the public fields only, like everybody. */
export async function listPublicIssues(
  ctx: Context,
  municipalityId: string,
  { stages, categoryId, updatedSince, within }: PublicFilter,
  page: PageArgs,
): Promise<Connection<Issue>> {
  authorize(canSeePublicIssues(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const statuses = issueStatuses.filter((status) => stages?.includes(stageOf(status)) ?? true);
  const shown: FilterQuery<Issue> = { municipality: municipalityId, isPublic: true, status: { $in: statuses } };
  const wanted: FilterQuery<Issue> = {
    $and: [
      shown,
      categoryId == null ? {} : { category: categoryId },
      updatedSince == null ? {} : changedSince(updatedSince),
      within == null ? {} : inside(within),
    ],
  };
  return readPage(ctx, page, {
    count: () => ctx.em.count(Issue, wanted),
    scope: `public-issues:${municipalityId}:${JSON.stringify([statuses, categoryId, updatedSince, within])}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: async (limit, position) => {
      const after: FilterQuery<Issue> = position === undefined ? {} : { id: { $lt: position[0] } };
      const where = { $and: [wanted, after] };
      const issues = await ctx.em.find(Issue, where, { limit, orderBy: { id: 'desc' } });
      return issues.map((issue) => seenAs(issue, 'public'));
    },
  });
}

/** Reports that were moved, or that became public, at this moment or later: a reader who asks for news knows neither. */
function changedSince(moment: Date): FilterQuery<Issue> {
  return { $or: [{ updatedAt: { $gte: moment } }, { publicSince: { $gte: moment } }] };
}

function inside({ west, south, east, north }: Bounds): FilterQuery<Issue> {
  const isBox = west < east && south < north && west >= -180 && east <= 180 && south >= -90 && north <= 90;
  if (!isBox) throw new DomainError('BAD_USER_INPUT', { argument: 'within' });
  return { lat: { $gte: south, $lte: north }, lon: { $gte: west, $lte: east } };
}
