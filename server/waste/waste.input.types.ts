import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import type { StreetSide, WasteType } from './waste.entity.ts';
import { StreetSideEnum, WasteDistrictType, WasteKindType, WasteTypeEnum } from './waste.types.ts';

@InputType('SetWasteKindInput', { description: 'Input of setWasteKind.' })
export class SetWasteKindInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => ID, { nullable: true, description: 'The kind; null: a new one.' })
  declare kindId?: string | null;

  @field(() => WasteTypeEnum, 'Standard type.')
  declare type: WasteType;

  @field(() => String, 'Name, 1 to 60 characters of plain text, unique in the town.')
  declare name: string;
}

@InputType('DeleteWasteKindInput', { description: 'Input of deleteWasteKind.' })
export class DeleteWasteKindInputType {
  @Field(() => ID, { description: 'The kind.' })
  declare kindId: string;
}

@InputType('WasteDistrictStreetInput', { description: 'Street, or a range of its houses, of a district.' })
export class WasteDistrictStreetInputType {
  @Field(() => ID, { description: 'The street.' })
  declare streetId: string;

  @field(() => String, 'First house, such as "1" or "12a"; null: from the beginning.', { nullable: true })
  declare fromNumber?: string | null;

  @field(() => String, 'Last house; null: to the end.', { nullable: true })
  declare toNumber?: string | null;

  @field(() => StreetSideEnum, 'Side of the street.')
  declare side: StreetSide;
}

@InputType('SetWasteDistrictInput', { description: 'Input of setWasteDistrict.' })
export class SetWasteDistrictInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => ID, { nullable: true, description: 'The district; null: a new one.' })
  declare districtId?: string | null;

  @field(() => String, 'Name, 1 to 60 characters of plain text, unique in the town.')
  declare name: string;

  @field(() => [WasteDistrictStreetInputType], 'All its streets, at most 1,000; null: they stay as they are.', {
    nullable: true,
  })
  declare streets?: readonly WasteDistrictStreetInputType[] | null;

  @field(
    () => String,
    'https address of an iCalendar file that is read weekly, `{year}` stands for the year; empty: none, null: it stays as it is.',
    { nullable: true },
  )
  declare address?: string | null;
}

@InputType('DeleteWasteDistrictInput', { description: 'Input of deleteWasteDistrict.' })
export class DeleteWasteDistrictInputType {
  @Field(() => ID, { description: 'The district.' })
  declare districtId: string;
}

@ObjectType()
export class WasteKindPayloadType extends PayloadType {
  @field(() => WasteKindType, 'The kind; null: the call was refused.', { nullable: true })
  declare kind?: WasteKindType | null;
}

@ObjectType()
export class WasteDistrictPayloadType extends PayloadType {
  @field(() => WasteDistrictType, 'The district; null: the call was refused.', { nullable: true })
  declare district?: WasteDistrictType | null;
}

@ObjectType()
export class DeletedWasteKindPayloadType extends PayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted kind; null: the call was refused.' })
  declare deletedId?: string | null;
}

@ObjectType()
export class DeletedWasteDistrictPayloadType extends PayloadType {
  @Field(() => ID, { nullable: true, description: 'Id of the deleted district; null: the call was refused.' })
  declare deletedId?: string | null;
}
