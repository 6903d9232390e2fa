import type { AreaRow, PlaceOwner } from '../../area/area.entity.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import type { IssueRouteRow } from '../issue.routing.entity.ts';

/** What a report is about; `deskId`: its category's own desk. */
export interface Matter {
  readonly categoryId: string;
  readonly kind: IssueKind;
  readonly deskId: string | null;
}
/** Where it is: the areas it belongs to, whoever says most about it first (areasAt). */
export type Whereabouts = readonly Pick<AreaRow, 'id' | 'owner'>[];
export type Route = Pick<IssueRouteRow, 'id' | 'category' | 'kind' | 'area' | 'owner' | 'desk'>;

export interface DeskState {
  readonly id: string;
  /** Somebody works there, or stands in by name. */
  readonly isStaffed: boolean;
  readonly deputyDeskId: string | null;
}
export interface RoutingTown<R extends Route = Route> {
  readonly routes: readonly R[];
  readonly desks: readonly DeskState[];
  readonly fallbackDeskId: string | null;
}

/** Why a report lies where it lies. */
export type RoutingReason = 'CONFIDENTIAL' | 'ROUTE' | 'CATEGORY' | 'FALLBACK';
export interface Routing<R extends Route = Route> {
  readonly deskId: string;
  readonly reason: RoutingReason;
  /** The route that says so, or that says whom outside it concerns. */
  readonly route: R | null;
  /** The desk it was meant for has nobody: who stands in has it. */
  readonly insteadOfDeskId: string | null;
}

/** Where nothing is drawn the town itself looks after everything. */
export function ownerOf(place: Whereabouts): PlaceOwner {
  return place[0]?.owner ?? 'MUNICIPALITY';
}

/**
 * The desk for a report; undefined only in a town hall without any desk. A complaint about people is no matter of places:
 * it goes to its category's desk, staffed or not, and to no deputy. Else the most exact route decides, then the category,
 * then the fallback; a desk where nobody works hands on to its deputy, or to the fallback.
 */
export function chooseDesk<R extends Route>(
  town: RoutingTown<R>,
  matter: Matter,
  place: Whereabouts,
): Routing<R> | undefined {
  const known = (id: string | null | undefined): id is string => town.desks.some((desk) => desk.id === id);
  const lastResort = known(town.fallbackDeskId) ? town.fallbackDeskId : town.desks[0]?.id;
  if (lastResort === undefined) return undefined;
  const own = known(matter.deskId) ? matter.deskId : null;
  const none = { route: null, insteadOfDeskId: null };
  if (matter.kind === 'COMPLAINT') return { deskId: own ?? lastResort, reason: 'CONFIDENTIAL', ...none };
  const route = matchingRoutes(town.routes, matter, place).find(({ desk }) => known(desk.id)) ?? null;
  const isMoreExact = route !== null && (own === null || compareRanks(rankOf(route, place), ownRank) <= 0);
  if (isMoreExact) return { ...staffed(town, route.desk.id), reason: 'ROUTE', route };
  if (own !== null) return { ...staffed(town, own), reason: 'CATEGORY', route: null };
  return { deskId: lastResort, reason: 'FALLBACK', ...none };
}

/** All routes that fit, the most exact first. */
function matchingRoutes<R extends Route>(routes: readonly R[], matter: Matter, place: Whereabouts): R[] {
  return routes
    .filter((route) => fits(route, matter, place))
    .sort((a, b) => compareRanks(rankOf(a, place), rankOf(b, place)) || (a.id < b.id ? -1 : 1));
}

function fits({ category, kind, area, owner }: Route, matter: Matter, place: Whereabouts): boolean {
  const fitsMatter = (category == null || category.id === matter.categoryId) && (kind == null || kind === matter.kind);
  const isThere = area == null || place.some(({ id }) => id === area.id);
  return fitsMatter && isThere && (owner == null || owner === ownerOf(place));
}

/**
 * How exact a route is, compared number by number, greater first: matter and place together before one of them; an area
 * before an owner; a place before a matter; a category before a kind; of two areas the one that says more about the place.
 * Equals: the older one (ids grow).
 */
type Rank = readonly number[];

function rankOf({ category, kind, area, owner }: Route, place: Whereabouts): Rank {
  const where = area == null ? Number(owner != null) : 2;
  const what = category == null ? Number(kind != null) : 2;
  const distance = area == null ? 0 : place.findIndex(({ id }) => id === area.id);
  return [Number(where > 0 && what > 0), where, what, -distance];
}

/** A category's desk is as exact as a route for the category alone, and older than every route. */
const ownRank: Rank = [0, 0, 2, 0];

function compareRanks(a: Rank, b: Rank): number {
  const place = a.findIndex((value, i) => value !== b[i]);
  return place < 0 ? 0 : (b[place] ?? 0) - (a[place] ?? 0);
}

function staffed({ desks, fallbackDeskId }: RoutingTown, deskId: string): Pick<Routing, 'deskId' | 'insteadOfDeskId'> {
  const isStaffed = (id: string | null | undefined): id is string =>
    desks.some((desk) => desk.id === id && desk.isStaffed);
  if (isStaffed(deskId)) return { deskId, insteadOfDeskId: null };
  const deputy = desks.find(({ id }) => id === deskId)?.deputyDeskId;
  const standIn = [deputy, fallbackDeskId].find(isStaffed);
  return standIn === undefined ? { deskId, insteadOfDeskId: null } : { deskId: standIn, insteadOfDeskId: deskId };
}
