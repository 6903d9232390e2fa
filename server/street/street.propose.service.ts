import { booleanIntersects } from '@turf/boolean-intersects';
import type { LineGeometry, PolygonGeometry } from '../area/area.entity.ts';
import { boxOf, polygonOf, readGeometry } from '../area/area.geometry.rules.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import type { StreetRow } from './street.entity.ts';
import { canProposeStreets } from './street.rules.ts';
import { readStreets } from './street.service.ts';

/** Maximum number of points of a polygon that somebody draws by hand. */
const mostPoints = 500;
/** Maximum number of streets without a line that a proposal names. */
const mostNamed = 200;

export interface StreetProposal {
  /** Streets whose line the polygon touches, by name. */
  readonly streets: readonly StreetRow[];
  /** The first streets of the town without a line, which no polygon can propose. */
  readonly withoutLine: readonly StreetRow[];
  readonly withoutLineCount: number;
}

/**
 * Streets whose line lies in a polygon or touches it, and the streets that have no line. User errors at `polygon`:
 * POLYGON_TOO_LARGE, OUTSIDE_TOWN, SELF_CROSSING, and others of `readGeometry`.
 */
export async function proposeStreets(ctx: Context, municipalityId: string, given: object): Promise<StreetProposal> {
  authorize(canProposeStreets(ctx.actor, municipalityId));
  const town = await ctx.em.findOne(Municipality, municipalityId, { populate: ['boundary'] });
  if (town === null) throw new DomainError('NOT_FOUND');
  const polygon = readPolygon(given, town);
  const { west, south, east, north } = boxOf(polygon, 0);
  const near = await readStreets(
    ctx,
    `where t.municipality_id = ? and t.west <= ? and t.east >= ? and t.south <= ? and t.north >= ?
     order by t.key, t.district, t.id`,
    [municipalityId, east, west, north, south],
  );
  const unknown = await readStreets(
    ctx,
    'where t.municipality_id = ? and t.west is null order by t.key, t.district, t.id',
    [municipalityId],
  );
  return {
    streets: near.filter(({ line }) => line != null && touches(polygon, line)),
    withoutLine: unknown.slice(0, mostNamed),
    withoutLineCount: unknown.length,
  };
}

/** Polygon of at most 500 points in the town; one that reaches beyond the boundary is allowed. */
function readPolygon(given: object, town: Municipality): PolygonGeometry {
  const numbers = 'coordinates' in given && Array.isArray(given.coordinates) ? given.coordinates.flat(Infinity) : [];
  if (numbers.length > 2 * mostPoints) throw refusal('POLYGON_TOO_LARGE', 'polygon');
  const check = new InputCheck();
  const read = readGeometry(check, given, town, 'polygon');
  const polygon = read?.geometry.type === 'MultiPolygon' ? read.geometry : undefined;
  check.require(read === undefined || polygon !== undefined, 'BAD_GEOMETRY', 'a polygon', 'polygon');
  check.done();
  if (polygon === undefined) throw new Error('a polygon that was not read was refused');
  if (!booleanIntersects(polygonOf(polygon), polygonOf(town.boundary))) throw refusal('OUTSIDE_TOWN', 'polygon');
  return polygon;
}

function touches(polygon: PolygonGeometry, { coordinates }: LineGeometry): boolean {
  const line = { type: 'MultiLineString' as const, coordinates: coordinates.map((part) => part.map((at) => [...at])) };
  return booleanIntersects(polygonOf(polygon), line);
}
