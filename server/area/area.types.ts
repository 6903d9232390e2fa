import { Field, Float, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { GeoJSON, UUID } from '../kernel/scalars.ts';
import type { AreaShape, PlaceOwner } from './area.entity.ts';

const AreaShapeEnum = enumOf('AreaShape', 'Shape of an area on the map.', {
  POLYGON: 'An area: a district, a park.',
  LINE: 'A line: a road, a stream, with some metres on either side.',
});

export const PlaceOwnerEnum = enumOf('PlaceOwner', 'Body or person that is responsible for a place.', {
  MUNICIPALITY: 'The town itself.',
  COLLECTIVE: 'The association of municipalities that the town belongs to: Verbandsgemeinde, Samtgemeinde, Amt.',
  COUNTY: 'The county (Kreis).',
  STATE: 'The state (Land).',
  FEDERAL: 'The Federal Republic: federal roads, waterways.',
  RAILWAY: 'A railway company.',
  UTILITY: 'A company for power, water or telephone.',
  PRIVATE: 'A private owner.',
});

@ObjectType('Area', {
  implements: NodeType,
  description: 'A part of a town with a named owner; visible to the staff of the town.',
})
export class AreaType {
  declare id: string;

  @field(() => String, 'Name, e.g. "B 42".')
  declare name: string;

  @field(() => AreaShapeEnum, 'Whether the shape is an area or a line.')
  declare shape: AreaShape;

  @field(() => GeoJSON, 'GeoJSON MultiPolygon or MultiLineString.')
  declare geometry: object;

  @field(
    () => Float,
    'LINE: maximum distance in metres at which a place still belongs to the line. Null for an area.',
    { nullable: true },
  )
  declare toleranceMetres?: number | null;

  @field(() => PlaceOwnerEnum, 'Body that is responsible for the place.')
  declare owner: PlaceOwner;

  @field(() => String, 'Name of the owner in words.')
  declare ownerName: string;
}

@InputType({ description: 'Common fields of the inputs of areas.' })
abstract class DrawnAreaType {
  @field(() => String, 'Up to 80 characters; unique in the town.')
  declare name: string;

  @field(() => GeoJSON, 'GeoJSON Polygon, MultiPolygon, LineString or MultiLineString with at most 2,000 points.')
  declare geometry: object;

  @field(() => Float, '1 to 200 metres; required for a line, null for an area.', { nullable: true })
  declare toleranceMetres?: number | null;

  @field(() => PlaceOwnerEnum, 'Body that is responsible for the place.')
  declare owner: PlaceOwner;

  @field(() => String, 'Name of the owner in words, up to 120 characters.')
  declare ownerName: string;
}

@InputType('CreateAreaInput', { description: 'A new area or line.' })
export class CreateAreaInputType extends DrawnAreaType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('ChangeAreaInput', { description: 'New state of an area or a line.' })
export class ChangeAreaInputType extends DrawnAreaType {
  @Field(() => ID, { description: 'The area.' })
  declare areaId: string;
}

@ObjectType()
export class AreaPayloadType extends PayloadType {
  @field(() => AreaType, 'The area after the change; null once it is removed.', { nullable: true })
  declare area?: AreaType | null;
}

@InputType('RemoveAreaInput', { description: 'Input of removeArea.' })
export class RemoveAreaInputType {
  @Field(() => ID, { description: 'The area.' })
  declare areaId: string;
}
