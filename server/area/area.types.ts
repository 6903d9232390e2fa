import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { GeoJSON, UUID } from '../kernel/scalars.ts';
import type { AreaShape, PlaceOwner } from './area.entity.ts';

const AreaShapeEnum = enumOf('AreaShape', 'What is drawn on the map.', {
  POLYGON: 'An area: a district, a park.',
  LINE: 'A line: a road, a stream, with some metres on either side.',
});

export const PlaceOwnerEnum = enumOf('PlaceOwner', 'Who has to look after a place.', {
  MUNICIPALITY: 'The town itself.',
  COLLECTIVE: 'The municipalities that the town is one of: Verbandsgemeinde, Samtgemeinde, Amt.',
  COUNTY: 'The county (Kreis).',
  STATE: 'The state (Land).',
  FEDERAL: 'The Federal Republic: federal roads, waterways.',
  RAILWAY: 'A railway.',
  UTILITY: 'Power, water, telephone.',
  PRIVATE: 'Somebody in private.',
});

@ObjectType('Area', {
  implements: NodeType,
  description: 'A part of a town that somebody in particular looks after; known to the staff of the town.',
})
export class AreaType {
  declare id: string;

  @field(() => String, 'Name, e.g. "B 42".')
  declare name: string;

  @field(() => AreaShapeEnum, 'An area or a line.')
  declare shape: AreaShape;

  @field(() => GeoJSON, 'MultiPolygon or MultiLineString.')
  declare geometry: object;

  @field(() => Float, 'LINE: so many metres from it a place still belongs to it.', { nullable: true })
  declare toleranceMetres?: number | null;

  @field(() => PlaceOwnerEnum, 'Who has to look after it.')
  declare owner: PlaceOwner;

  @field(() => String, 'Who that is, in words.')
  declare ownerName: string;
}

@InputType({ description: 'Base of what is drawn.' })
abstract class DrawnAreaType {
  @field(() => String, 'Up to 80 characters, its own in the town.')
  declare name: string;

  @field(() => GeoJSON, 'Polygon, MultiPolygon, LineString or MultiLineString with at most 2,000 points.')
  declare geometry: object;

  @field(() => Float, 'Of a line, and required there: 1 to 200 metres.', { nullable: true })
  declare toleranceMetres?: number | null;

  @field(() => PlaceOwnerEnum, 'Who has to look after it.')
  declare owner: PlaceOwner;

  @field(() => String, 'Who that is, in words, up to 120 characters.')
  declare ownerName: string;
}

@InputType('CreateAreaInput', { description: 'A new area or line.' })
export class CreateAreaInputType extends DrawnAreaType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('ChangeAreaInput', { description: 'An area or line as it is from now on.' })
export class ChangeAreaInputType extends DrawnAreaType {
  @Field(() => ID, { description: 'The area.' })
  declare areaId: string;
}

@ObjectType()
export class AreaPayloadType extends PayloadType {
  @field(() => AreaType, 'As it is now; null once it is removed.', { nullable: true })
  declare area?: AreaType | null;
}

@InputType('RemoveAreaInput', { description: 'Input of removeArea.' })
export class RemoveAreaInputType {
  @Field(() => ID, { description: 'The area.' })
  declare areaId: string;
}
