import type { FilterQuery } from '@mikro-orm/core';
import { v7 } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { write } from '../kernel/events.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { requireModuleIn } from '../municipality/municipality.service.ts';
import { boardAudience, canSeeBoard, canSeeCategories } from './issue.audience.rules.ts';
import { IssueCategory, type IssueKind } from './issue.category.entity.ts';
import { Issue, type IssueAudience, type IssueRow, type IssueStage, issueStatuses } from './issue.entity.ts';
import { stageOf } from './issue.rules.ts';
import { readIssues, seenAs } from './issue.reading.service.ts';

export interface BoardFilter {
  readonly stages?: readonly IssueStage[] | null;
  readonly deskId?: string | null;
}

/** isOnBoard() as a condition. */
export function onBoard(audience: IssueAudience): string {
  return `t.status <> 'UNCONFIRMED' ${audience === 'staff' ? '' : "and t.kind <> 'COMPLAINT'"}`;
}

/** The board's cards, newest first, for staff of the town and its partners. */
export async function listBoard(
  ctx: Context,
  municipalityId: string,
  { stages, deskId }: BoardFilter,
  page: PageArgs,
): Promise<Connection<IssueRow>> {
  authorize(canSeeBoard(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const audience = boardAudience(ctx.actor);
  const statuses = issueStatuses.filter((status) => stages?.includes(stageOf(status)) ?? true);
  return readPage(ctx, page, {
    scope: `board:${municipalityId}:${statuses.join()}:${deskId ?? ''}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: async (limit, position) => {
      const wanted = { municipalityId, statuses, deskId, after: position?.[0] };
      const issues = await readIssues(ctx, `${boardSql} and ${onBoard(audience)} ${newest}`, [
        JSON.stringify(wanted),
        limit,
      ]);
      return issues.map((issue) => seenAs(issue, audience));
    },
  });
}

/** Parameters: JSON {municipalityId, statuses, deskId or null, after or undefined}; then the limit. */
const boardSql = `
cross join json_to_record(?::json) as w("municipalityId" uuid, statuses json, "deskId" uuid, after uuid)
where t.municipality_id = w."municipalityId" and t.status in (select json_array_elements_text(w.statuses))
  and (w."deskId" is null or t.desk_id = w."deskId") and (w.after is null or t.id < w.after)`;
const newest = 'order by t.id desc limit ?';

/** The viewer's own reports in all towns that use reports, newest first. */
export function listMyIssues(ctx: Context, personId: string, page: PageArgs): Promise<Connection<Issue>> {
  return readPage(ctx, page, {
    scope: `my-issues:${personId}`,
    positionOf: ({ id }): readonly [string] => [id],
    load: async (limit, position) => {
      const after: FilterQuery<Issue> = position === undefined ? {} : { id: { $lt: position[0] } };
      const where = { $and: [{ reporter: personId, municipality: { modules: { $contains: ['ISSUES'] } } }, after] };
      const issues = await ctx.em.find(Issue, where, { limit, orderBy: { id: 'desc' } });
      return issues.map((issue) => seenAs(issue, 'reporter'));
    },
  });
}

export async function listCategories(ctx: Context, municipalityId: string): Promise<IssueCategory[]> {
  authorize(canSeeCategories(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  return ctx.em.find(IssueCategory, { municipality: municipalityId }, { orderBy: { position: 'asc' } });
}

export async function findCategory(ctx: Context, id: string): Promise<IssueCategory | null> {
  const category = await ctx.em.findOne(IssueCategory, id);
  if (category === null) return null;
  authorize(canSeeCategories(ctx.actor, category.municipality.id));
  await requireModuleIn(ctx, category.municipality.id, 'ISSUES');
  return category;
}

export interface CategoryInput {
  readonly municipalityId: string;
  readonly name: string;
  readonly kind: IssueKind;
  readonly deskId: string;
  readonly position: number;
  readonly isForBarriers?: boolean;
}

/** The category of this name; made if it is new. */
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
