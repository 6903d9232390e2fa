import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import type { MapSource } from './municipality.entity.ts';
import type { Bounds } from './municipality.map.rules.ts';

const MapSourceEnum = enumOf('MapSource', 'Source of a map.', {
  OUTLINE: "The town's boundary; no other server is asked.",
  STYLE: 'A MapLibre style; all addresses in it lie on the same host.',
  PMTILES: "One file of vector tiles (PMTiles, Protomaps' schema).",
});

@ObjectType('Bounds', { description: 'A box on earth, WGS 84, in degrees.' })
class BoundsType {
  @field(() => Float, 'Western edge.')
  declare west: number;

  @field(() => Float, 'Southern edge.')
  declare south: number;

  @field(() => Float, 'Eastern edge.')
  declare east: number;

  @field(() => Float, 'Northern edge.')
  declare north: number;
}

@InputType('BoundsInput', { description: 'A box on earth, WGS 84, in degrees.' })
export class BoundsInputType {
  @field(() => Float, 'Western edge.')
  declare west: number;

  @field(() => Float, 'Southern edge.')
  declare south: number;

  @field(() => Float, 'Eastern edge.')
  declare east: number;

  @field(() => Float, 'Northern edge.')
  declare north: number;
}

@ObjectType('TownMap', { description: 'Map settings of a town.' })
export class TownMapType {
  @field(() => MapSourceEnum, 'Source of the map.')
  declare source: MapSource;

  @field(() => String, 'STYLE, PMTILES: address of the style or of the file. Null for OUTLINE.', { nullable: true })
  declare url?: string | null;

  @field(() => String, 'STYLE, PMTILES: attribution of the data; must be shown. Null for OUTLINE.', { nullable: true })
  declare attribution?: string | null;

  @field(() => BoundsType, "Limits of the map's section; null: the town and a little more.", { nullable: true })
  declare bounds?: Bounds | null;

  @field(() => Boolean, 'Whether the town has set the map itself; otherwise the settings of the installation apply.')
  declare isOwn: boolean;
}

@InputType('SetTownMapInput', { description: 'New map settings of a town.' })
export class SetTownMapInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => MapSourceEnum, 'Source of the map; null: the settings of the installation apply.', { nullable: true })
  declare source?: MapSource | null;

  @field(() => String, 'STYLE, PMTILES: https address of the style or of the file.', { nullable: true })
  declare url?: string | null;

  @field(() => String, 'STYLE, PMTILES: attribution of the data, up to 200 characters.', { nullable: true })
  declare attribution?: string | null;

  @field(() => BoundsInputType, "Limits of the map's section; must contain the town.", { nullable: true })
  declare bounds?: Bounds | null;
}
