import type { Module } from '../kernel/names.ts';
import { defineEntity, p } from '@mikro-orm/core';
import type { MapSettings } from '../kernel/config.map.ts';
import type { RowOf } from '../kernel/rows.ts';

/** Parts of the product a town may switch off. */

/** What the drawn picture of a town shows. */
export const motifs = ['RIVER', 'HILLS', 'COAST', 'PLAIN'] as const;
export type Motif = (typeof motifs)[number];

/** GeoJSON MultiPolygon, WGS 84, [longitude, latitude]. */
export interface Boundary {
  readonly type: 'MultiPolygon';
  readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[];
}

export type MapSource = MapSettings['source'] | 'OUTLINE';
/** How a town's map is drawn; OUTLINE: from its boundary, nobody else is asked. */
export type TownMap = MapSettings | { readonly source: 'OUTLINE'; readonly bounds: MapSettings['bounds'] };

const MunicipalitySchema = defineEntity({
  name: 'Municipality',
  properties: {
    id: p.uuid().primary(),
    /** Amtlicher Gemeindeschlüssel, 8 digits. */
    ags: p.string().unique(),
    name: p.string(),
    /** What it calls itself: Stadt, Gemeinde, Ortsgemeinde … */
    kind: p.string(),
    county: p.string(),
    population: p.integer().nullable(),
    lat: p.float().columnType('double precision'),
    lon: p.float().columnType('double precision'),
    boundary: p.json<Boundary>().lazy(),
    /** West, south, east, north: the cheap test before the exact one. */
    west: p.float().columnType('double precision'),
    south: p.float().columnType('double precision'),
    east: p.float().columnType('double precision'),
    north: p.float().columnType('double precision'),
    /** The town's own map settings; null: as the installation does it. */
    map: p.json<TownMap>().nullable(),
    /** The town's colour, #rrggbb; null: it has not chosen. */
    accent: p.string().nullable(),
    motif: p.enum(motifs).default('RIVER'),
    /** Photos of its own (media/), by id: its emblem, and the place instead of the drawn picture. */
    emblem: p.uuid().nullable(),
    picture: p.uuid().nullable(),
    timeZone: p.string().default('Europe/Berlin'),
    /**
     * The parts that are on; a new town begins with all of them. Plain text without a CHECK constraint, so that a new domain adds
     * its module without altering this table.
     */
    modules: p.array().columnType('text[]').$type<Module[]>(),
    isOnPlatform: p.boolean().default(false),
    /** Told by the seed: every page says that nothing here comes from the town hall. */
    isDemo: p.boolean().default(false),
  },
});
export class Municipality extends MunicipalitySchema.class {}
MunicipalitySchema.setClass(Municipality);
/** A town without its outline, which is long and seldom drawn. */
export type MunicipalityRow = RowOf<Municipality, 'boundary'>;

/** Whatever belongs to a town, as a row or as an entity. */
export interface InTown {
  readonly municipality: { readonly id: string };
}

/** Who works what in the town hall. */
const DeskSchema = defineEntity({
  name: 'Desk',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
  },
  uniques: [{ properties: ['municipality', 'name'] }],
});
export class Desk extends DeskSchema.class {}
DeskSchema.setClass(Desk);
