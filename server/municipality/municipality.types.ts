import { Field, Float, ID, InputType, Int, ObjectType } from 'type-graphql';
import { openEnumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import type { Module } from '../kernel/names.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { PayloadType } from '../kernel/payload.ts';

export const ModuleEnum = openEnumOf('Module', 'A module: a part of the product that a town may switch off.');

@ObjectType('Point', { description: 'A place on earth, WGS 84.' })
export class PointType {
  @field(() => Float, 'Latitude in degrees, -90 to 90.')
  declare lat: number;

  @field(() => Float, 'Longitude in degrees, -180 to 180.')
  declare lon: number;
}

@InputType('PointInput', { description: 'A place on earth, WGS 84.' })
export class PointInputType {
  @field(() => Float, 'Latitude in degrees.')
  declare lat: number;

  @field(() => Float, 'Longitude in degrees.')
  declare lon: number;
}

@ObjectType('Municipality', { implements: NodeType, description: 'A municipality with its own town hall.' })
export class MunicipalityType {
  declare id: string;

  @field(() => String, 'Amtlicher Gemeindeschlüssel: the official key, 8 digits.')
  declare ags: string;

  @field(() => String, 'Name without the kind, e.g. "Unkel".')
  declare name: string;

  @field(() => String, 'Type of the municipality: Stadt, Gemeinde, Ortsgemeinde …')
  declare kind: string;

  @field(() => String, 'County (Landkreis) that the municipality belongs to.')
  declare county: string;

  @field(() => Int, 'Inhabitants; null where the source has no figure.', { nullable: true })
  declare population?: number | null;

  @field(() => String, 'IANA time zone of all local times of the municipality.')
  declare timeZone: string;

  @field(() => Boolean, 'Whether the town hall works with this installation.')
  declare isOnPlatform: boolean;

  @field(() => Boolean, 'Whether the town is a demonstration: none of its content comes from the town hall.')
  declare isDemo: boolean;
}

@ObjectType('Desk', { implements: NodeType, description: 'A desk: a part of the town hall that works on reports.' })
export class DeskType {
  declare id: string;

  @field(() => String, 'Name as citizens know it, e.g. "Bauhof".')
  declare name: string;
}

@ObjectType()
export class MunicipalityPayloadType extends PayloadType {
  @field(() => MunicipalityType, 'The town as it is now.', { nullable: true })
  declare municipality?: MunicipalityType | null;
}

export const MunicipalityConnectionType = countedConnectionOf(MunicipalityType, 'Municipality');

@InputType('SetModulesInput', { description: 'Input of setModules.' })
export class SetModulesInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => [ModuleEnum], { description: 'The modules that are on; all others are off.' })
  declare modules: Module[];
}
