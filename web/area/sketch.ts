import type { AreaShape } from '../gql/graphql.ts';
import { type Box, boxAround, type Position } from '../map/geometry.ts';

/** Points one after the other; the border of an area does not name its first point again. */
export type Line = readonly Position[];

/** What is being drawn: each part of an area is its border and the holes in it, each part of a road one line. */
export interface Sketch {
  readonly shape: AreaShape;
  readonly parts: readonly (readonly Line[])[];
}

/** More would not be told apart by fingers. */
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

/** The same parts with other points in them; a part without points is none. */
export function withLines({ shape, parts }: Sketch, lines: readonly Line[]): Sketch {
  let next = 0;
  const filled = parts.map((part) => part.map(() => lines[next++] ?? []).filter((line) => line.length > 0));
  const more = sketchOf(shape, lines.slice(next)).parts;
  return { shape, parts: [...filled.filter((part) => part.length > 0), ...more] };
}

/** As an area or as a road: the points stay, holes do not. */
export function reshaped({ parts }: Sketch, shape: AreaShape): Sketch {
  return { shape, parts: parts.map((part) => part.slice(0, 1)) };
}

export function countPoints(sketch: Sketch): number {
  return linesOf(sketch).flat().length;
}

/** Whether it can be changed on the map: without holes, and with few points. */
export function hasHandles(sketch: Sketch): boolean {
  return sketch.parts.every((part) => part.length === 1) && countPoints(sketch) <= mostHandles;
}

export function isSame(one: Sketch, other: Sketch): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** Null: nothing is drawn yet. */
export function boxOf(sketch: Sketch): Box | null {
  const points = linesOf(sketch).flat();
  return points.length === 0 ? null : boxAround(points.map(([lon, lat]) => ({ lon, lat })));
}

/** As the schema wants it. */
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
