import type { AreaRow } from '../../area/area.entity.ts';
import { overlapOf } from '../../area/area.rules.ts';
import type { IssueCategoryRow } from '../issue.category.entity.ts';
import type { IssueRouteRow } from '../issue.routing.entity.ts';

/** A desk with the numbers that admins need. */
export interface DeskSetup {
  readonly id: string;
  /** Number of people who work at the desk. */
  readonly clerkCount: number;
  /** Number of open issues at the desk. */
  readonly openCount: number;
  readonly deputyDeskId: string | null;
  readonly deputyPersonId: string | null;
  /** Whether the deputy person is clerk or admin of the town. */
  readonly deputyActs: boolean;
  readonly deputyName: string | null;
}

/** Faults in the routing of a town, by the necessary correction. */
export type RoutingFault =
  | 'NO_FALLBACK_DESK'
  | 'CATEGORY_WITHOUT_DESK'
  | 'DESK_WITHOUT_DEPUTY'
  | 'DESK_WITHOUT_PEOPLE'
  | 'REPORTS_WITHOUT_PEOPLE'
  | 'REPORTS_WITHOUT_DESK'
  | 'ROUTE_TO_NOBODY'
  | 'ROUTE_NEVER_MATCHES'
  | 'AREAS_OVERLAP'
  | 'AREA_OUTSIDE_TOWN';

export interface RoutingProblem {
  readonly fault: RoutingFault;
  readonly categoryId?: string;
  readonly deskId?: string;
  readonly routeId?: string;
  readonly areaIds?: readonly string[];
  /** Number of affected issues. */
  readonly count?: number;
}

export interface TownSetup {
  readonly categories: readonly IssueCategoryRow[];
  readonly routes: readonly IssueRouteRow[];
  readonly desks: readonly DeskSetup[];
  readonly areas: readonly AreaRow[];
  readonly fallbackDeskId: string | null;
  /** Number of open issues without a desk. */
  readonly deskless: number;
  /** Ids of the areas that lie outside the town completely. */
  readonly outside: readonly string[];
}

/** Maximum number of listed problems. */
const mostProblems = 500;

/** Finds all faults because of which an issue could stay unnoticed; at most `mostProblems`. */
export function examineRouting(town: TownSetup): RoutingProblem[] {
  return [
    ...(town.fallbackDeskId === null ? [{ fault: 'NO_FALLBACK_DESK' as const }] : []),
    ...(town.deskless === 0 ? [] : [{ fault: 'REPORTS_WITHOUT_DESK' as const, count: town.deskless }]),
    ...examineCategories(town),
    ...examineDesks(town),
    ...examineRoutes(town),
    ...examineAreas(town),
  ].slice(0, mostProblems);
}

function examineCategories({ categories }: TownSetup): RoutingProblem[] {
  const orphans = categories.filter(({ desk }) => desk == null);
  return orphans.map(({ id }) => ({ fault: 'CATEGORY_WITHOUT_DESK', categoryId: id }));
}

/** Examines desks that receive issues; other desks, e.g. of the register, need no clerks. */
function examineDesks(town: TownSetup): RoutingProblem[] {
  const used = new Set([
    ...town.categories.filter(({ isPublished }) => isPublished).map(({ desk }) => desk?.id),
    ...town.routes.map(({ desk }) => desk.id),
    town.fallbackDeskId,
  ]);
  return town.desks.flatMap(({ id: deskId, openCount: count, ...desk }): RoutingProblem[] => {
    const hasDeputy = desk.deputyDeskId !== null || desk.deputyActs;
    const isEmpty = desk.clerkCount === 0;
    return [
      ...(used.has(deskId) && !hasDeputy ? [{ fault: 'DESK_WITHOUT_DEPUTY' as const, deskId }] : []),
      ...(used.has(deskId) && isEmpty ? [{ fault: 'DESK_WITHOUT_PEOPLE' as const, deskId }] : []),
      ...(isEmpty && count > 0 ? [{ fault: 'REPORTS_WITHOUT_PEOPLE' as const, deskId, count }] : []),
    ];
  });
}

function examineRoutes({ routes, desks, categories, outside }: TownSetup): RoutingProblem[] {
  return routes.flatMap(({ id: routeId, desk: { id: deskId }, category, area }): RoutingProblem[] => {
    const desk = desks.find(({ id }) => id === deskId);
    const isNobodys = desk?.clerkCount === 0 && desk.deputyDeskId === null && !desk.deputyActs;
    const isOff = category != null && categories.some(({ id, isPublished }) => id === category.id && !isPublished);
    const isElsewhere = area != null && outside.includes(area.id);
    return [
      ...(isNobodys ? [{ fault: 'ROUTE_TO_NOBODY' as const, routeId, deskId }] : []),
      ...(isOff || isElsewhere ? [{ fault: 'ROUTE_NEVER_MATCHES' as const, routeId }] : []),
    ];
  });
}

/**
 * Shares of overlap: below `hair` neighbours were drawn imprecisely, above `whole` one area lies inside the other on
 * purpose; between them the owner is unclear.
 */
const hair = 0.02;
const whole = 0.98;

function examineAreas({ areas, routes, outside }: TownSetup): RoutingProblem[] {
  const isRouted = ({ id }: AreaRow): boolean => routes.some(({ area }) => area?.id === id);
  const pairs = areas.flatMap((a, i) => areas.slice(i + 1).map((b) => [a, b] as const));
  const unclear = pairs.filter(([a, b]) => {
    if (!touch(a, b) || (a.owner === b.owner && !(isRouted(a) && isRouted(b)))) return false;
    const share = overlapOf(a, b);
    return share > hair && share < whole;
  });
  return [
    ...unclear.map(([a, b]) => ({ fault: 'AREAS_OVERLAP' as const, areaIds: [a.id, b.id] })),
    ...outside.map((id) => ({ fault: 'AREA_OUTSIDE_TOWN' as const, areaIds: [id] })),
  ];
}

function touch(a: AreaRow, b: AreaRow): boolean {
  return a.west <= b.east && b.west <= a.east && a.south <= b.north && b.south <= a.north;
}
