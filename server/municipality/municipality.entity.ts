import type { Module } from '../kernel/names.ts';
import { defineEntity, p } from '@mikro-orm/core';
import type { MapSettings } from '../kernel/config.map.ts';
import type { RowOf } from '../kernel/rows.ts';

/** Motifs of the drawn picture of a town. */
export const motifs = ['RIVER', 'HILLS', 'COAST', 'PLAIN'] as const;
export type Motif = (typeof motifs)[number];

/** GeoJSON MultiPolygon, WGS 84, [longitude, latitude]. */
export interface Boundary {
  readonly type: 'MultiPolygon';
  readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[];
}

export type MapSource = MapSettings['source'] | 'OUTLINE';
/** Map settings of a town; OUTLINE draws the town's boundary without requests to other servers. */
export type TownMap = MapSettings | { readonly source: 'OUTLINE'; readonly bounds: MapSettings['bounds'] };

const MunicipalitySchema = defineEntity({
  name: 'Municipality',
  properties: {
    id: p.uuid().primary(),
    /** Amtlicher Gemeindeschlüssel, 8 digits. */
    ags: p.string().unique(),
    name: p.string(),
    /** Type of the municipality: Stadt, Gemeinde, Ortsgemeinde … */
    kind: p.string(),
    county: p.string(),
    /** Postcodes by which people find the town, sorted. */
    postcodes: p.array().columnType('text[]').$type<string[]>().defaultRaw("'{}'"),
    population: p.integer().nullable(),
    lat: p.float().columnType('double precision'),
    lon: p.float().columnType('double precision'),
    boundary: p.json<Boundary>().lazy(),
    /** Bounding box in degrees: cheap test before the exact geometry test. */
    west: p.float().columnType('double precision'),
    south: p.float().columnType('double precision'),
    east: p.float().columnType('double precision'),
    north: p.float().columnType('double precision'),
    /** The town's own map settings; null: the settings of the installation apply. */
    map: p.json<TownMap>().nullable(),
    /** The town's colour as #rrggbb; null: the default colour. */
    accent: p.string().nullable(),
    motif: p.enum(motifs).default('RIVER'),
    /** Ids of the town's own photos (media/): the emblem, and the picture that replaces the drawn one. */
    emblem: p.uuid().nullable(),
    picture: p.uuid().nullable(),
    timeZone: p.string().default('Europe/Berlin'),
    /**
     * Modules that are switched on; a new town begins with all of them. Plain text without a CHECK constraint, so that
     * a new domain adds its module without altering this table.
     */
    modules: p.array().columnType('text[]').$type<Module[]>(),
    isOnPlatform: p.boolean().default(false),
    /** Address for replies to the town's mails, whose owner has confirmed it; null: replies are not read. */
    replyTo: p.text().nullable(),
    /** Sender of the town's mails, which an operator sets; null: that of the installation. */
    fromAddress: p.text().nullable(),
    /** Set by the seed: every page states that its content does not come from the town hall. */
    isDemo: p.boolean().default(false),
  },
});
export class Municipality extends MunicipalitySchema.class {}
MunicipalitySchema.setClass(Municipality);
/** A town without its boundary, which is large and seldom needed. */
export type MunicipalityRow = RowOf<Municipality, 'boundary'>;

/** A row or an entity that belongs to a town. */
export interface InTown {
  readonly municipality: { readonly id: string };
}

/** A part of the town hall that works on issues. */
const DeskSchema = defineEntity({
  name: 'Desk',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    name: p.string(),
    /** Whether its clerks report disruptions to those who follow the streets. */
    maySendDisruptions: p.boolean().default(false),
  },
  uniques: [{ properties: ['municipality', 'name'] }],
});
export class Desk extends DeskSchema.class {}
DeskSchema.setClass(Desk);
