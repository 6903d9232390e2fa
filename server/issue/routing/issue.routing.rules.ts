import type { AreaRow, PlaceOwner } from '../../area/area.entity.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import type { IssueRouteRow } from '../issue.routing.entity.ts';

/** Category and kind of an issue; `deskId`: the category's own desk. */
export interface Matter {
  readonly categoryId: string;
  readonly kind: IssueKind;
  readonly deskId: string | null;
}
/** Areas that the place of an issue belongs to, the most exact first (areasAt). */
export type Whereabouts = readonly Pick<AreaRow, 'id' | 'owner'>[];
export type Route = Pick<IssueRouteRow, 'id' | 'category' | 'kind' | 'area' | 'owner' | 'desk'>;

export interface DeskState {
  readonly id: string;
  /** Whether somebody works at the desk, or its deputy is a person. */
  readonly isStaffed: boolean;
  readonly deputyDeskId: string | null;
}
export interface RoutingTown<R extends Route = Route> {
  readonly routes: readonly R[];
  readonly desks: readonly DeskState[];
  readonly fallbackDeskId: string | null;
}

/** Reasons for which an issue is at its desk. */
export type RoutingReason = 'CONFIDENTIAL' | 'ROUTE' | 'CATEGORY' | 'FALLBACK';
export interface Routing<R extends Route = Route> {
  readonly deskId: string;
  readonly reason: RoutingReason;
  /** The route that decided; null if the reason is not ROUTE. */
  readonly route: R | null;
  /** The selected desk, if it has no people and a deputy or the fallback desk receives the issue instead. */
  readonly insteadOfDeskId: string | null;
}

/** Owner of a place; the town if no area contains the place. */
export function ownerOf(place: Whereabouts): PlaceOwner {
  return place[0]?.owner ?? 'MUNICIPALITY';
}

/**
 * Desk for an issue; undefined only if the town has no desks. A complaint goes to the desk of its category, staffed or
 * not, and never to a deputy. For other kinds the most exact route decides, then the category, then the fallback; a
 * desk without people is replaced by its deputy desk or by the fallback.
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

/** All routes that match, sorted by rank, the most exact first; of equal routes the oldest comes first. */
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
 * How exact a route is, compared number by number, greater first: place and matter together before one of them; an area
 * before an owner; a place before a matter; a category before a kind; of two areas the more exact one.
 */
type Rank = readonly number[];

function rankOf({ category, kind, area, owner }: Route, place: Whereabouts): Rank {
  const where = area == null ? Number(owner != null) : 2;
  const what = category == null ? Number(kind != null) : 2;
  const distance = area == null ? 0 : place.findIndex(({ id }) => id === area.id);
  return [Number(where > 0 && what > 0), where, what, -distance];
}

/**
 * Rank of a category's own desk: equal to that of a route for the category alone. If the ranks are equal, the route
 * decides.
 */
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
