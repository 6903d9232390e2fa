import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** POLYGON: a district or a park. LINE: a road or a stream with `toleranceMetres` on either side. */
const areaShapes = ['POLYGON', 'LINE'] as const;
export type AreaShape = (typeof areaShapes)[number];

/** Bodies and people who may be responsible for a place. */
export const placeOwners = [
  'MUNICIPALITY',
  'COLLECTIVE',
  'COUNTY',
  'STATE',
  'FEDERAL',
  'RAILWAY',
  'UTILITY',
  'PRIVATE',
] as const;
export type PlaceOwner = (typeof placeOwners)[number];

/** [longitude, latitude], WGS 84. */
export type Position = readonly number[];
export interface PolygonGeometry {
  readonly type: 'MultiPolygon';
  readonly coordinates: readonly (readonly (readonly Position[])[])[];
}
export interface LineGeometry {
  readonly type: 'MultiLineString';
  readonly coordinates: readonly (readonly Position[])[];
}
export type AreaGeometry = PolygonGeometry | LineGeometry;

/** A part of a town with a named owner: a district, a road, a park. */
const AreaSchema = defineEntity({
  name: 'Area',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
    shape: p.enum(areaShapes),
    geometry: p.json<AreaGeometry>(),
    /** LINE only: maximum distance in metres at which a place still belongs to the line. */
    toleranceMetres: p.float().columnType('double precision').nullable(),
    owner: p.enum(placeOwners),
    /** Name of the owner in words. */
    ownerName: p.string(),
    /** Square metres of a POLYGON, 0 for a LINE. If two areas contain a place, the smaller one is the more exact. */
    size: p.float().columnType('double precision'),
    /** Bounding box including the tolerance, in degrees: cheap test before the exact geometry test. */
    west: p.float().columnType('double precision'),
    south: p.float().columnType('double precision'),
    east: p.float().columnType('double precision'),
    north: p.float().columnType('double precision'),
  },
  uniques: [{ properties: ['municipality', 'name'] }],
});
export class Area extends AreaSchema.class {}
AreaSchema.setClass(Area);
export type AreaRow = RowOf<Area>;
