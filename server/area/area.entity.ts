import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** A district is an area, a road is a line with so many metres on either side. */
const areaShapes = ['POLYGON', 'LINE'] as const;
export type AreaShape = (typeof areaShapes)[number];

/** Who has to look after a place. */
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

/** A part of a town that somebody in particular looks after: a district, a road, a park. */
const AreaSchema = defineEntity({
  name: 'Area',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
    shape: p.enum(areaShapes),
    geometry: p.json<AreaGeometry>(),
    /** LINE: so far from it a place still belongs to it. */
    toleranceMetres: p.float().columnType('double precision').nullable(),
    owner: p.enum(placeOwners),
    /** Who that is, in words. */
    ownerName: p.string(),
    /** POLYGON: square metres; of two that hold a place the smaller says more. */
    size: p.float().columnType('double precision'),
    /** Its box with the tolerance around: the cheap test before the exact one. */
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
