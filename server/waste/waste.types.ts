import { ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime, LocalDate } from '../kernel/scalars.ts';
import { StreetType } from '../street/street.types.ts';
import type { StreetSide, WasteType } from './waste.entity.ts';

export const WasteTypeEnum = enumOf<WasteType>('WasteType', 'Standard type of waste.', {
  RESIDUAL: 'Residual waste.',
  ORGANIC: 'Organic waste of kitchens.',
  PAPER: 'Paper and cardboard.',
  PACKAGING: 'Packaging of plastic and metal.',
  GARDEN: 'Cuttings of gardens.',
  GLASS: 'Glass.',
  BULKY: 'Bulky waste.',
  HAZARDOUS: 'Hazardous waste.',
  CHRISTMAS_TREE: 'Christmas trees.',
  OTHER: 'Anything else.',
});

export const StreetSideEnum = enumOf<StreetSide>('WasteStreetSide', 'Side of a street.', {
  ALL: 'All houses.',
  ODD: 'Houses with odd numbers.',
  EVEN: 'Houses with even numbers.',
});

@ObjectType('WasteKindVariant', { description: 'Name of a kind of waste in another language or in Leichte Sprache.' })
export class WasteKindVariantType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache.')
  declare locale: string;

  @field(() => String, 'The name.')
  declare name: string;
}

@ObjectType('WasteKind', { implements: NodeType, description: 'Kind of waste that a town collects.' })
export class WasteKindType {
  declare id: string;

  @field(() => WasteTypeEnum, 'Standard type, by which programs recognise the kind.')
  declare type: WasteType;

  @field(() => String, 'Name that the town gives it, 1 to 60 characters of plain text.')
  declare name: string;
}

@ObjectType('WasteDistrictStreet', { description: 'Street, or a range of its houses, that belongs to a district.' })
export class WasteDistrictStreetType {
  @field(() => StreetType, 'The street.')
  declare street: StreetType;

  @field(() => String, 'First house, such as "1" or "12a"; null: from the beginning.', { nullable: true })
  declare fromNumber?: string | null;

  @field(() => String, 'Last house; null: to the end.', { nullable: true })
  declare toNumber?: string | null;

  @field(() => StreetSideEnum, 'Side of the street.')
  declare side: StreetSide;
}

@ObjectType('WasteDistrict', {
  implements: NodeType,
  description: 'Part of a town whose bins are collected on the same days.',
})
export class WasteDistrictType {
  declare id: string;

  @field(() => String, 'Name, 1 to 60 characters of plain text.')
  declare name: string;
}

@ObjectType('WasteDate', {
  implements: NodeType,
  description: 'Day on which a kind of waste is collected in a district.',
})
export class WasteDateType {
  declare id: string;

  @field(() => LocalDate, 'The day.')
  declare date: string;

  @field(() => LocalDate, 'Usual day, of which this one takes the place; null: it was not moved.', { nullable: true })
  declare movedFrom?: string | null;
}

export const WasteDateConnectionType = countedConnectionOf(WasteDateType, 'WasteDate');

@ObjectType('WasteDay', { description: 'Day with the bins that are collected on it.' })
export class WasteDayType {
  @field(() => LocalDate, 'The day, in the time zone of the town.')
  declare date: string;

  @field(() => String, 'Names of the kinds, separated by commas.')
  declare title: string;

  @field(() => [WasteKindType], 'Kinds by name, each once; at most 40.')
  declare kinds: readonly WasteKindType[];

  @field(() => LocalDate, 'Usual day of a collection that was moved to this day; null: none was moved.', {
    nullable: true,
  })
  declare movedFrom?: string | null;
}

@ObjectType('WasteAddress', { description: 'Address of a calendar that is read weekly; for editors and admins.' })
export class WasteAddressType {
  @field(() => String, 'https address of an iCalendar file; `{year}` stands for the year.')
  declare address: string;

  @field(() => DateTime, 'When it was last read; null: not yet.', { nullable: true })
  declare readAt?: Date | null;

  @field(
    () => String,
    'BAD_ADDRESS, UNREACHABLE, TIMEOUT, TOO_LARGE, NOT_A_CALENDAR or TOO_MANY_ENTRIES; null: the last reading had no fault.',
    { nullable: true },
  )
  declare readFault?: string | null;
}
