import type { LineGeometry } from '../area/area.entity.ts';
import { boxOf, type Box, readGeometry } from '../area/area.geometry.rules.ts';
import type { InputCheck } from '../kernel/payload.ts';

/** Columns of a street that describe its course. */
export interface Course {
  readonly line: LineGeometry;
  readonly west: number;
  readonly south: number;
  readonly east: number;
  readonly north: number;
}

/**
 * Course of a street from a text: WKT (LINESTRING, MULTILINESTRING) or a GeoJSON geometry, longitude before latitude;
 * undefined: the text is empty or faulty. Errors at `line`: BAD_LINE and those of `readGeometry`.
 */
export function readCourse(check: InputCheck, text: string, town: Box): Course | undefined {
  if (text.trim() === '') return undefined;
  const given = text.trimStart().startsWith('{') ? fromJson(text) : fromWkt(text);
  if (given === undefined || !/^(Multi)?LineString$/.test(given.type)) {
    check.require(false, 'BAD_LINE', 'WKT or GeoJSON of a line', 'line');
    return undefined;
  }
  const read = readGeometry(check, given, town, 'line');
  return read?.geometry.type === 'MultiLineString' ? courseOf(read.geometry) : undefined;
}

/** Course along a line. */
export function courseOf(line: LineGeometry): Course {
  return { line, ...boxOf(line, 0) };
}

interface Given {
  readonly type: string;
  readonly coordinates: unknown;
}

function fromJson(text: string): Given | undefined {
  try {
    const given: unknown = JSON.parse(text);
    return isGiven(given) ? given : undefined;
  } catch {
    return undefined;
  }
}

function isGiven(value: unknown): value is Given {
  if (typeof value !== 'object' || value === null || !('type' in value) || !('coordinates' in value)) return false;
  return typeof value.type === 'string';
}

/** Geometry of a WKT text, also with SRID=4326 and with heights. */
function fromWkt(text: string): Given | undefined {
  const pattern = /^\s*(?:SRID=4326;)?\s*(MULTI)?LINESTRING\s*(?:ZM|Z|M)?\s*\((.*)\)\s*$/is;
  const [, multi, inner] = pattern.exec(text) ?? [];
  if (inner === undefined) return undefined;
  if (multi === undefined) return { type: 'LineString', coordinates: pointsOf(inner) };
  const lines = [...inner.matchAll(/\(([^()]*)\)/g)].map(([, line = '']) => pointsOf(line));
  return { type: 'MultiLineString', coordinates: lines };
}

function pointsOf(text: string): number[][] {
  return text.split(',').map((point) => point.trim().split(/\s+/).map(Number));
}
