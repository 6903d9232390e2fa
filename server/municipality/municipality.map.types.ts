import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import type { MapSource } from './municipality.entity.ts';
import type { Bounds } from './municipality.map.rules.ts';

const MapSourceEnum = enumOf('MapSource', 'Where a map is drawn from.', {
  OUTLINE: "The town's boundary: nobody else is asked.",
  STYLE: 'A MapLibre style; everything it names lies on the same host.',
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

@ObjectType('TownMap', { description: "How a town's map is drawn." })
export class TownMapType {
  @field(() => MapSourceEnum, 'Where it is drawn from.')
  declare source: MapSource;

  @field(() => String, 'STYLE, PMTILES: the address.', { nullable: true })
  declare url?: string | null;

  @field(() => String, 'STYLE, PMTILES: whose data it is; must be shown.', { nullable: true })
  declare attribution?: string | null;

  @field(() => BoundsType, 'It cannot be moved beyond; null: the town and a little more.', { nullable: true })
  declare bounds?: Bounds | null;

  @field(() => Boolean, 'Set by the town itself; otherwise as the installation does it.')
  declare isOwn: boolean;
}

@InputType('SetTownMapInput', { description: "How a town's map shall be drawn." })
export class SetTownMapInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => MapSourceEnum, 'Where from; null: as the installation does it.', { nullable: true })
  declare source?: MapSource | null;

  @field(() => String, 'STYLE, PMTILES: the address, https.', { nullable: true })
  declare url?: string | null;

  @field(() => String, 'STYLE, PMTILES: whose data it is, up to 200 characters.', { nullable: true })
  declare attribution?: string | null;

  @field(() => BoundsInputType, 'It cannot be moved beyond; must hold the town.', { nullable: true })
  declare bounds?: Bounds | null;
}
