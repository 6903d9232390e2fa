import { booleanPointInPolygon } from '@turf/boolean-point-in-polygon';
import { intersect } from '@turf/intersect';
import { pointToLineDistance } from '@turf/point-to-line-distance';
import { area as squareMetres } from '@turf/area';
import { type Actor, hasRole, strangersCode } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { AreaRow, LineGeometry, PlaceOwner, PolygonGeometry } from './area.entity.ts';
import { boxOf, type Box, pointsOf, polygonOf, readGeometry, sizeOf } from './area.geometry.rules.ts';

export interface AreaInput {
  readonly name: string;
  /** GeoJSON geometry. */
  readonly geometry: object;
  /** Metres on either side of a line; null for an area. */
  readonly toleranceMetres?: number | null;
  readonly owner: PlaceOwner;
  readonly ownerName: string;
}
export interface Point {
  readonly lat: number;
  readonly lon: number;
}
/** Columns that decide whether a place belongs to an area. */
export type Reach = Pick<AreaRow, 'id' | 'shape' | 'geometry' | 'toleranceMetres' | 'size'>;
export type AreaWords = Omit<AreaRow, 'id' | 'municipality'>;

/** Maximum number of areas and lines of one town. */
export const mostAreas = 200;
/** Maximum tolerance in metres: half a broad road with its verge, and a margin for imprecise touches on a map. */
const widestTolerance = 200;

/** Returns the columns of an area. Throws one refusal that lists all faults of the input. */
export function readArea(input: AreaInput, town: Box): AreaWords {
  const check = new InputCheck();
  const name = check.text(input.name, [1, 80], 'name');
  const ownerName = check.text(input.ownerName, [1, 120], 'ownerName');
  const read = readGeometry(check, input.geometry, town);
  const tolerance = input.toleranceMetres ?? null;
  if (read?.shape === 'LINE') {
    const isFine = tolerance !== null && tolerance >= 1 && tolerance <= widestTolerance;
    check.require(isFine, 'BAD_TOLERANCE', `a line reaches 1 to ${widestTolerance} metres`, 'toleranceMetres');
  }
  check.require(read?.shape !== 'POLYGON' || tolerance === null, 'BAD_TOLERANCE', 'of lines only', 'toleranceMetres');
  check.done();
  if (read === undefined) throw new Error('a geometry that was not read was refused');
  const { shape, geometry } = read;
  const owned = { owner: input.owner, ownerName };
  return {
    name,
    shape,
    geometry,
    toleranceMetres: tolerance,
    ...owned,
    size: sizeOf(geometry),
    ...boxOf(geometry, tolerance ?? 0),
  };
}

/**
 * Areas that a place belongs to, the most exact first: the nearest of all lines within their tolerance, then the areas
 * that contain the place, the smallest first. A place on a border belongs to both sides; ties are ordered by id.
 */
export function areasAt<A extends Reach>(areas: readonly A[], point: Point): A[] {
  const near = areas
    .map((area) => ({ area, metres: metresTo(area, point) }))
    .filter(({ area: { toleranceMetres }, metres }) => metres <= (toleranceMetres ?? 0))
    .sort((a, b) => a.metres - b.metres || compare(a.area.id, b.area.id));
  const around = areas.filter((area) => holds(area, point)).sort((a, b) => a.size - b.size || compare(a.id, b.id));
  return [...near.slice(0, 1).map(({ area }) => area), ...around];
}

/** Share of the smaller area that the larger area covers too, from 0 to 1; 0 if one of them is a line. */
export function overlapOf(one: Reach, other: Reach): number {
  const a = one.geometry;
  const b = other.geometry;
  if (a.type !== 'MultiPolygon' || b.type !== 'MultiPolygon') return 0;
  const features = [a, b].map((geometry) => ({
    type: 'Feature' as const,
    properties: {},
    geometry: polygonOf(geometry),
  }));
  const shared = intersect({ type: 'FeatureCollection', features });
  return shared === null ? 0 : squareMetres(shared) / Math.min(one.size, other.size);
}

/** Staff and warners of the town may see its areas and their owners; only admins may change them. */
export function canSeeAreas(actor: Actor, municipalityId: string): Verdict {
  const seesAreas = actor.kind === 'system' || hasRole(actor, municipalityId, 'CLERK', 'EDITOR', 'WARNER', 'ADMIN');
  if (seesAreas) return allow;
  return deny(strangersCode(actor));
}

/** RFC 7946: the line between two points is straight on the map, not the shortest path on the globe. */
const planar = { units: 'meters', method: 'planar' } as const;

/** Distance in metres to the middle of a line; Infinity for an area. */
function metresTo({ geometry }: Reach, { lat, lon }: Point): number {
  if (geometry.type !== 'MultiLineString') return Infinity;
  return Math.min(...linesOf(geometry).map((line) => pointToLineDistance([lon, lat], line, planar)));
}

function holds({ geometry }: Reach, { lat, lon }: Point): boolean {
  return geometry.type === 'MultiPolygon' && booleanPointInPolygon([lon, lat], polygonOf(geometry));
}

function linesOf({ coordinates }: LineGeometry) {
  return coordinates.map((line) => ({ type: 'LineString' as const, coordinates: line.map((at) => [...at]) }));
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

/**
 * Whether the area, or a point of the line, lies in the town; true as well for an area that encloses the whole town.
 */
export function isInTown(area: Reach, boundary: PolygonGeometry): boolean {
  const town = polygonOf(boundary);
  const { geometry } = area;
  if (geometry.type === 'MultiPolygon') {
    const features = [town, polygonOf(geometry)].map((one) => ({
      type: 'Feature' as const,
      properties: {},
      geometry: one,
    }));
    return intersect({ type: 'FeatureCollection', features }) !== null;
  }
  return pointsOf(geometry).some(([lon = 0, lat = 0]) => booleanPointInPolygon([lon, lat], town));
}
