import { findAreasAt } from '../../area/area.service.ts';
import type { AreaRow } from '../../area/area.entity.ts';
import type { Point } from '../../area/area.rules.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { hasRole } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { type RowOf, rowsOf } from '../../kernel/rows.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { isDeputy } from '../issue.audience.rules.ts';
import { IssueCategory, type IssueCategoryRow } from '../issue.category.entity.ts';
import { DeskDeputy, FallbackDesk, IssueRoute, type IssueRouteRow } from '../issue.routing.entity.ts';
import { chooseDesk, type DeskState, type Routing, type RoutingTown } from './issue.routing.rules.ts';

const readRoutes = rowsOf(IssueRoute);
const readFallbacks = rowsOf(FallbackDesk);
const readDeputies = rowsOf(DeskDeputy);
const readDesks = rowsOf(Desk);

export interface Routed extends Routing<IssueRouteRow> {
  /** Areas that the place belongs to, the most exact first. */
  readonly areas: readonly AreaRow[];
}
export interface ToRoute {
  readonly municipalityId: string;
  readonly category: Pick<IssueCategoryRow, 'id' | 'kind' | 'desk'>;
  readonly point: Point;
}

/** Desk that an issue of this category at this place goes to. Throws an internal error if the town has no desks. */
export async function routeIssue(ctx: Context, { municipalityId, category, point }: ToRoute): Promise<Routed> {
  const areas = await findAreasAt(ctx, municipalityId, point);
  const matter = { categoryId: category.id, kind: category.kind, deskId: category.desk?.id ?? null };
  const routing = chooseDesk(await readRoutingTown(ctx, municipalityId), matter, areas);
  if (routing === undefined) throw new Error('a town hall without a desk');
  return { ...routing, areas };
}

/**
 * Result of routing for an imagined issue, so that admins can test their settings. NOT_FOUND for an unknown category.
 */
export async function tryRouting(
  ctx: Context,
  { municipalityId, categoryId, point }: { municipalityId: string; categoryId: string; point: Point },
): Promise<Routed> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const category = await ctx.em.findOne(IssueCategory, { id: categoryId, municipality: municipalityId });
  if (category === null) throw new DomainError('NOT_FOUND');
  return routeIssue(ctx, { municipalityId, category, point });
}

/** Desks of the town for which the actor stands in, by name. Empty for everybody but clerks and admins of the town. */
export async function listDeputyDesks(ctx: Context, municipalityId: string): Promise<RowOf<Desk>[]> {
  if (!hasRole(ctx.actor, municipalityId, 'CLERK', 'ADMIN')) return [];
  const inTown = 'where t.desk_id in (select d.id from desk d where d.municipality_id = ?)';
  const deputies = await readDeputies(ctx, inTown, [municipalityId]);
  const stoodInFor = deputies.filter(({ deputyDesk, deputyPerson }) =>
    isDeputy(ctx.actor, municipalityId, { deskId: deputyDesk?.id ?? null, personId: deputyPerson?.id ?? null }),
  );
  const ids = new Set(stoodInFor.map(({ desk }) => desk.id));
  if (ids.size === 0) return [];
  const desks = await readDesks(ctx, 'where t.municipality_id = ? order by t.name', [municipalityId]);
  return desks.filter(({ id }) => ids.has(id));
}

/** Routes and desks of a town, oldest first: without any settings the oldest desk receives all issues. */
export async function readRoutingTown(ctx: Context, municipalityId: string): Promise<RoutingTown<IssueRouteRow>> {
  const desks: DeskState[] = await ctx.em.execute(desksSql, [municipalityId]);
  const routes = await readRoutes(ctx, 'where t.municipality_id = ? order by t.id', [municipalityId]);
  const [fallback] = await readFallbacks(ctx, 'where t.municipality_id = ?', [municipalityId]);
  return { routes, desks, fallbackDeskId: fallback?.desk.id ?? null };
}

const desksSql = `
select d.id, deputy.deputy_desk_id as "deputyDeskId",
  exists (select from role r where r.desk_id = d.id or r.person_id = deputy.deputy_person_id
    and r.municipality_id = d.municipality_id and r.role in ('CLERK', 'ADMIN')) as "isStaffed"
from desk d left join desk_deputy deputy on deputy.desk_id = d.id
where d.municipality_id = ? order by d.id`;
