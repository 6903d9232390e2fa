import type { FilterQuery } from '@mikro-orm/core';
import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { write } from '../kernel/events.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { canSeeCategories } from './issue.audience.rules.ts';
import { type CategoryVariant, IssueCategory, type IssueKind } from './issue.category.entity.ts';
import { Issue } from './issue.entity.ts';
import { seenAs } from './issue.reading.service.ts';

/** Issues of a person in all towns that use the module, newest first. */
export function listMyIssues(ctx: Context, personId: string, page: PageArgs): Promise<Connection<Issue>> {
  const own: FilterQuery<Issue> = { reporter: personId, municipality: { modules: { $contains: ['ISSUES'] } } };
  return readPage(ctx, page, {
    scope: `my-issues:${personId}`,
    count: () => ctx.em.count(Issue, own),
    positionOf: ({ id }): readonly [string] => [id],
    load: async (limit, position) => {
      const after: FilterQuery<Issue> = position === undefined ? {} : { id: { $lt: position[0] } };
      const where = { $and: [own, after] };
      const issues = await ctx.em.find(Issue, where, { limit, orderBy: { id: 'desc' } });
      return issues.map((issue) => seenAs(issue, 'reporter'));
    },
  });
}

export async function listCategories(ctx: Context, municipalityId: string): Promise<IssueCategory[]> {
  authorize(canSeeCategories(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  return ctx.em.find(
    IssueCategory,
    { municipality: municipalityId, isPublished: true },
    { orderBy: { position: 'asc' } },
  );
}

export async function findCategory(ctx: Context, id: string): Promise<IssueCategory | null> {
  const category = await ctx.em.findOne(IssueCategory, id);
  if (category === null) return null;
  if (!category.isPublished && !canRunTown(ctx.actor, category.municipality.id).allow) return null;
  authorize(canSeeCategories(ctx.actor, category.municipality.id));
  await requireModuleIn(ctx, category.municipality.id, 'ISSUES');
  return category;
}

export interface CategoryInput {
  readonly municipalityId: string;
  readonly name: string;
  readonly variants?: readonly CategoryVariant[];
  readonly kind: IssueKind;
  readonly deskId: string;
  readonly position: number;
  readonly isForBarriers?: boolean;
  readonly nearMetres?: number;
}

/** The category with this name, created if it does not exist; for the seed and for tests. */
export function createCategory(
  ctx: Context,
  { municipalityId, deskId, ...input }: CategoryInput,
): Promise<IssueCategory> {
  return write(ctx, async (tx) => {
    const known = await tx.em.findOne(IssueCategory, { municipality: municipalityId, name: input.name });
    if (known !== null) return known;
    const row = tx.em.create(IssueCategory, { id: v7(), municipality: municipalityId, desk: deskId, ...input });
    await tx.em.persist(row).flush();
    return row;
  });
}
