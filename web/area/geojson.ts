import type { AreaShape } from '../gql/graphql.ts';
import { type Position, rounded } from '../map/geometry.ts';
import type { Line, Sketch } from './sketch.ts';

/** Reason why a text is refused: not JSON, no shape, areas mixed with lines, or metres instead of degrees. */
export type GeoFault = 'NOT_JSON' | 'NO_SHAPE' | 'MIXED' | 'PROJECTED';
export type Reading = { readonly sketch: Sketch; readonly name: string } | { readonly fault: GeoFault };

interface Found {
  readonly shape: AreaShape;
  readonly parts: readonly (readonly Line[])[];
}

/** Reads GeoJSON of other programs: a geometry, a feature, or a collection whose areas become one. */
export function readGeoJson(text: string): Reading {
  const value = parse(text);
  if (value === undefined) return { fault: 'NOT_JSON' };
  const found = collect(value);
  const [first] = found;
  if (first === undefined) return { fault: 'NO_SHAPE' };
  if (found.some(({ shape }) => shape !== first.shape)) return { fault: 'MIXED' };
  const parts = found.flatMap((one) => one.parts);
  const isOnEarth = parts.flat(2).every(([lon, lat]) => Math.abs(lon) <= 180 && Math.abs(lat) <= 90);
  return isOnEarth ? { sketch: { shape: first.shape, parts }, name: nameIn(value) } : { fault: 'PROJECTED' };
}

/** Reads a geometry of the API; null if it has no shape. */
export function readGeometry(value: unknown): Sketch | null {
  const [found] = collect(value);
  return found ?? null;
}

/** Name of the feature, if it is alone; otherwise empty. */
function nameIn(value: unknown): string {
  const all = isObject(value) && Array.isArray(value.features) ? value.features : [value];
  const [only]: unknown[] = all.length === 1 ? all : [];
  const properties = isObject(only) ? only.properties : null;
  return isObject(properties) && typeof properties.name === 'string' ? properties.name : '';
}

function collect(value: unknown): Found[] {
  if (!isObject(value)) return [];
  const inside = [value.features, value.geometries].find(Array.isArray);
  if (inside) return inside.flatMap(collect);
  if (value.type === 'Feature') return collect(value.geometry);
  const { type, coordinates: at } = value;
  if (type === 'Polygon') return shapeOf('POLYGON', [ringsIn(at)]);
  if (type === 'MultiPolygon') return shapeOf('POLYGON', listOf(at).map(ringsIn));
  if (type === 'LineString') return shapeOf('LINE', [[lineIn(at)]]);
  if (type === 'MultiLineString')
    return shapeOf(
      'LINE',
      listOf(at).map((line) => [lineIn(line)]),
    );
  return [];
}

function shapeOf(shape: AreaShape, all: readonly (readonly Line[])[]): Found[] {
  const parts = all.map((lines) => lines.filter((line) => line.length > 0)).filter((part) => part.length > 0);
  return parts.length === 0 ? [] : [{ shape, parts }];
}

/** Rings of a polygon. GeoJSON repeats the first point at the end of a ring, a sketch does not. */
function ringsIn(value: unknown): Line[] {
  return listOf(value).map((ring) => {
    const line = lineIn(ring);
    return line.length > 1 && line[0]?.join() === line.at(-1)?.join() ? line.slice(0, -1) : line;
  });
}

function lineIn(value: unknown): Line {
  return listOf(value).flatMap((point): Position[] => {
    const [lon, lat]: unknown[] = listOf(point);
    const isPoint = typeof lon === 'number' && typeof lat === 'number';
    return isPoint ? [[rounded(lon), rounded(lat)]] : [];
  });
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

function parse(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
