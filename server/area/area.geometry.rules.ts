import { area as squareMetres } from '@turf/area';
import type { UserErrorCode } from '../kernel/names.ts';
import type { InputCheck } from '../kernel/payload.ts';
import { crossesItself } from './area.crossing.rules.ts';
import type { AreaGeometry, AreaShape, Position } from './area.entity.ts';

/** Maximum number of points of one shape; enough for a district as a surveyor draws it. */
const mostPoints = 2000;
/**
 * Maximum distance in metres beyond the town's bounding box: a road may continue, but a mistyped place lies farther
 * away.
 */
const beyondMetres = 2000;
const metresPerDegree = 111_320;

export interface Box {
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}
export interface ReadGeometry {
  readonly shape: AreaShape;
  readonly geometry: AreaGeometry;
}

/**
 * Reads a GeoJSON geometry and returns it as MultiPolygon or MultiLineString without heights. All faults are reported
 * at `path`; undefined if the geometry is unreadable or has too many points.
 */
export function readGeometry(check: InputCheck, given: object, town: Box, path = 'geometry'): ReadGeometry | undefined {
  const geometry = normalize(given);
  if (geometry === undefined) {
    check.require(false, 'BAD_GEOMETRY', 'a GeoJSON Polygon, MultiPolygon, LineString or MultiLineString', path);
    return undefined;
  }
  const require = (isFine: boolean, code: UserErrorCode, message: string): void => {
    check.require(isFine, code, message, path);
  };
  const points = pointsOf(geometry);
  require(points.length <= mostPoints, 'TOO_MANY_POINTS', `at most ${mostPoints} points`);
  if (points.length > mostPoints) return undefined;
  const isOnEarth = points.every(([lon = NaN, lat = NaN]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 85);
  require(isOnEarth, 'BAD_COORDINATES', 'longitude before latitude, in degrees');
  judgeParts(geometry, require);
  const isNear = !isOnEarth || points.length === 0 || contains(widened(town, beyondMetres), boxOf(geometry, 0));
  require(isNear, 'OUTSIDE_TOWN', 'not in this town');
  return { shape: geometry.type === 'MultiPolygon' ? 'POLYGON' : 'LINE', geometry };
}

/** Area of the geometry in square metres; 0 for a line. */
export function sizeOf(geometry: AreaGeometry): number {
  return geometry.type === 'MultiPolygon' ? squareMetres(polygonOf(geometry)) : 0;
}

/** Bounding box of the geometry in degrees, widened by `metres` on each side. */
export function boxOf(geometry: AreaGeometry, metres: number): Box {
  const points = pointsOf(geometry);
  const lons = points.map(([lon = 0]) => lon);
  const lats = points.map(([, lat = 0]) => lat);
  const box = {
    west: Math.min(...lons),
    south: Math.min(...lats),
    east: Math.max(...lons),
    north: Math.max(...lats),
  };
  return widened(box, metres);
}

export function pointsOf(geometry: AreaGeometry): Position[] {
  return geometry.type === 'MultiPolygon' ? geometry.coordinates.flat(2) : geometry.coordinates.flat();
}

/** Mutable copy of the polygon, because Turf accepts no readonly arrays. */
export function polygonOf({ coordinates }: Extract<AreaGeometry, { type: 'MultiPolygon' }>) {
  const copied = coordinates.map((rings) => rings.map((ring) => ring.map((at) => [...at])));
  return { type: 'MultiPolygon' as const, coordinates: copied };
}

function widened({ west, south, east, north }: Box, metres: number): Box {
  const high = metres / metresPerDegree;
  const wide = high / Math.cos((Math.max(Math.abs(south), Math.abs(north)) * Math.PI) / 180);
  return { west: west - wide, south: south - high, east: east + wide, north: north + high };
}

function contains(outer: Box, inner: Box): boolean {
  const holds = outer.west <= inner.west && outer.south <= inner.south;
  return holds && outer.east >= inner.east && outer.north >= inner.north;
}

type Require = (isFine: boolean, code: UserErrorCode, message: string) => void;

/**
 * Requires three corners and a closed border without crossings for each ring, and two different points for each line.
 */
function judgeParts(geometry: AreaGeometry, require: Require): void {
  if (geometry.type === 'MultiLineString') {
    const lines = geometry.coordinates;
    require(lines.length > 0 && lines.every((line) => distinct(line) >= 2), 'TOO_FEW_POINTS', 'a line has two points');
    return;
  }
  const polygons = geometry.coordinates;
  const rings = polygons.flat();
  const areAll = polygons.length > 0 && polygons.every((one) => one.length > 0);
  require(areAll && rings.every((ring) => distinct(ring) >= 3), 'TOO_FEW_POINTS', 'an area has three corners');
  require(rings.every(isClosed), 'RING_NOT_CLOSED', 'the last point of a ring is its first');
  require(!polygons.some(crossesItself), 'SELF_CROSSING', 'the border crosses itself');
}

function distinct(points: readonly Position[]): number {
  return new Set(points.map((point) => point.join())).size;
}

function isClosed(ring: readonly Position[]): boolean {
  return ring[0]?.join() === ring.at(-1)?.join();
}

function normalize(given: unknown): AreaGeometry | undefined {
  if (typeof given !== 'object' || given === null || !('type' in given) || !('coordinates' in given)) return undefined;
  const { type, coordinates } = given;
  if (type === 'Polygon' && isListOf(isListOf(isPosition))(coordinates)) {
    return { type: 'MultiPolygon', coordinates: [plain(coordinates)] };
  }
  if (type === 'MultiPolygon' && isListOf(isListOf(isListOf(isPosition)))(coordinates)) {
    return { type, coordinates: coordinates.map(plain) };
  }
  if (type === 'LineString' && isListOf(isPosition)(coordinates)) {
    return { type: 'MultiLineString', coordinates: plain([coordinates]) };
  }
  if (type === 'MultiLineString' && isListOf(isListOf(isPosition))(coordinates)) {
    return { type, coordinates: plain(coordinates) };
  }
  return undefined;
}

/** Copies the positions without their heights. */
function plain(lines: readonly (readonly Position[])[]): Position[][] {
  return lines.map((line) => line.map(([lon = NaN, lat = NaN]) => [lon, lat]));
}

type Guard<T> = (value: unknown) => value is T;

function isListOf<T>(isOne: Guard<T>): Guard<readonly T[]> {
  return (value): value is readonly T[] => Array.isArray(value) && value.every(isOne);
}

function isPosition(value: unknown): value is Position {
  return Array.isArray(value) && value.length >= 2 && value.length <= 4 && value.every(Number.isFinite);
}
