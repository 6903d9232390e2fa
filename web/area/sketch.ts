import type { AreaShape } from '../gql/graphql.ts';
import { type Box, boxAround, type Position } from '../map/geometry.ts';

/** Points in sequence. The border of an area does not repeat its first point. */
export type Line = readonly Position[];

/** The shape that is drawn: a part of an area is its border followed by its holes, a part of a road is one line. */
export interface Sketch {
  readonly shape: AreaShape;
  readonly parts: readonly (readonly Line[])[];
}

/** Maximum number of points with handles; fingers could not hit more of them. */
const mostHandles = 300;

export function emptySketch(shape: AreaShape): Sketch {
  return { shape, parts: [] };
}

export function sketchOf(shape: AreaShape, lines: readonly Line[]): Sketch {
  return { shape, parts: lines.filter((line) => line.length > 0).map((line) => [line]) };
}

export function linesOf({ parts }: Sketch): readonly Line[] {
  return parts.flat();
}

/** Replaces the points of the parts in order; a part without points is removed. */
export function withLines({ shape, parts }: Sketch, lines: readonly Line[]): Sketch {
  let next = 0;
  const filled = parts.map((part) => part.map(() => lines[next++] ?? []).filter((line) => line.length > 0));
  const more = sketchOf(shape, lines.slice(next)).parts;
  return { shape, parts: [...filled.filter((part) => part.length > 0), ...more] };
}

/** Changes an area to a road or back: the points of each outline stay, holes are removed. */
export function reshaped({ parts }: Sketch, shape: AreaShape): Sketch {
  return { shape, parts: parts.map((part) => part.slice(0, 1)) };
}

export function countPoints(sketch: Sketch): number {
  return linesOf(sketch).flat().length;
}

/** Whether the sketch can be edited on the map: it has no holes and few points. */
export function hasHandles(sketch: Sketch): boolean {
  return sketch.parts.every((part) => part.length === 1) && countPoints(sketch) <= mostHandles;
}

export function isSame(one: Sketch, other: Sketch): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Bounding box; null when nothing is drawn. */
export function boxOf(sketch: Sketch): Box | null {
  const points = linesOf(sketch).flat();
  return points.length === 0 ? null : boxAround(points.map(([lon, lat]) => ({ lon, lat })));
}

/** Converts a sketch to the GeoJSON of the schema. */
export function geometryOf({ shape, parts }: Sketch) {
  return shape === 'POLYGON'
    ? { type: 'MultiPolygon' as const, coordinates: parts.map((rings) => rings.map(closed)) }
    : { type: 'MultiLineString' as const, coordinates: parts.flat().map((line) => line.map(copied)) };
}

function closed(ring: Line): number[][] {
  return [...ring, ...ring.slice(0, 1)].map(copied);
}

function copied([lon, lat]: Position): number[] {
  return [lon, lat];
}
