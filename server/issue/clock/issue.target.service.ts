import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { record, write } from '../../kernel/events.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { IssueCategory, type IssueCategoryRow } from '../issue.category.entity.ts';
import { IssueTarget } from './issue.clock.entity.ts';
import { issueTargetsChanged } from './issue.clock.events.ts';
import { checkTargets, type Targets, usualTargets } from './issue.target.rules.ts';

const ofCategory = rowsByOwner(
  rowsOf(IssueTarget),
  ({ category }) => category,
  `where t.category_id in (${idsParameterSql})`,
);

/** Deadlines of a category, batched into one statement for a page of categories. */
export async function targetsOf(ctx: Context, { id, kind }: Pick<IssueCategoryRow, 'id' | 'kind'>): Promise<Targets> {
  const [row] = await ofCategory(ctx, id);
  if (row === undefined) return usualTargets[kind];
  return { firstResponseMinutes: row.firstResponseMinutes ?? null, resolutionMinutes: row.resolutionMinutes ?? null };
}

/**
 * Sets the deadlines of future issues. Refused: NOT_POSITIVE, TOO_LONG, RESPONSE_AFTER_RESOLUTION, NOTHING_TO_RESOLVE.
 */
export function setIssueTargets(ctx: Context, categoryId: string, targets: Targets): Promise<IssueCategory> {
  return write(ctx, async (tx) => {
    const category = await tx.em.findOne(IssueCategory, categoryId);
    if (category === null) throw new DomainError('NOT_FOUND');
    const municipalityId = category.municipality.id;
    authorize(canRunTown(tx.actor, municipalityId));
    await requireModuleIn(tx, municipalityId, 'ISSUES');
    checkTargets(category.kind, targets);
    const { firstResponseMinutes, resolutionMinutes } = await targetsOf(tx, category);
    const isSame =
      firstResponseMinutes === targets.firstResponseMinutes && resolutionMinutes === targets.resolutionMinutes;
    if (isSame) return category;
    await tx.em.upsert(IssueTarget, { category: categoryId, ...targets });
    await record(tx, issueTargetsChanged({ municipalityId, categoryId }));
    return category;
  });
}
