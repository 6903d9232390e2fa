import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { PayloadType } from '../kernel/payload.ts';
import { GeoJSON } from '../kernel/scalars.ts';
import type { StreetSource } from './street.import.service.ts';

const StreetSourceEnum = enumOf('StreetSource', 'Source of an import of streets.', {
  CSV: 'A list of name, district and line; the last two may be missing.',
  LINES: "The lines among the town's areas, with their names.",
  ADDRESSES: 'A list of addressees (name, street, postcode, town); only the names of the streets are kept.',
});

@ObjectType('Street', { implements: NodeType, description: 'A street of a town, which people follow.' })
export class StreetType {
  declare id: string;

  @field(() => String, 'Name, e.g. "Linzer Straße".')
  declare name: string;

  @field(() => String, 'District of the town; empty: not stated.')
  declare district: string;

  @field(() => GeoJSON, 'Course as GeoJSON MultiLineString; null: unknown, so no polygon proposes the street.', {
    nullable: true,
  })
  declare line?: object | null;
}

export const StreetConnectionType = countedConnectionOf(StreetType, 'Street');

@ObjectType('FollowedStreet', { description: 'A street that somebody follows, to get messages of its disruptions.' })
export class FollowedStreetType {
  @field(() => StreetType, 'The street.')
  declare street: StreetType;

  @field(() => String, 'House such as "12a"; null: the whole street.', { nullable: true })
  declare houseNumber?: string | null;

  @field(() => Boolean, 'Whether to remind of the bins of the address on the evening before.')
  declare remindsOfWaste: boolean;
}

@InputType('StreetChoiceInput', { description: 'A street that somebody wants to follow.' })
export class StreetChoiceInputType {
  @Field(() => ID, { description: 'The street.' })
  declare streetId: string;

  @field(() => String, 'House such as "12a"; null or empty: the whole street.', { nullable: true })
  declare houseNumber?: string | null;

  @field(() => Boolean, 'True: remind of the bins of the address on the evening before; null: as chosen before.', {
    nullable: true,
  })
  declare remindsOfWaste?: boolean | null;
}

@ObjectType('StreetRowFault', { description: 'Fault of a row of a list of streets.' })
class StreetRowFaultType {
  @field(() => Int, 'Number of the row; the first row is 1, also if it is a header.')
  declare row: number;

  @field(
    () => String,
    'STREET_COLUMNS, SAME_STREET_TWICE, TOO_SHORT, TOO_LONG, BAD_CHARACTERS, BAD_LINE, BAD_GEOMETRY, BAD_COORDINATES, TOO_FEW_POINTS, TOO_MANY_POINTS or OUTSIDE_TOWN.',
  )
  declare code: string;

  @field(() => String, 'Column: name, district or line; null: the whole row.', { nullable: true })
  declare column?: string | null;
}

@ObjectType('StreetImport', { description: 'Changes that an import of streets made, or would make.' })
export class StreetImportType {
  @field(() => Int, 'Number of streets that are new.')
  declare added: number;

  @field(() => Int, 'Number of streets whose name, district or line changes.')
  declare changed: number;

  @field(() => Int, 'Number of streets of the source that are known already.')
  declare unchanged: number;

  @field(() => [String], 'Names of the first new streets; at most 20.')
  declare names: readonly string[];

  @field(() => Int, 'Number of all faults; an import with faults writes nothing.')
  declare faultCount: number;

  @field(() => [StreetRowFaultType], 'The first faults; at most 100.')
  declare faults: readonly StreetRowFaultType[];
}

@InputType('ImportStreetsInput', { description: 'Input of importStreets.' })
export class ImportStreetsInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => StreetSourceEnum, 'Where the streets come from.')
  declare source: StreetSource;

  @field(
    () => String,
    'The list as CSV, separated by semicolon, comma or tab; null for LINES. A list beyond the limit of a request is sent in parts.',
    { nullable: true },
  )
  declare csv?: string | null;

  @field(() => Int, 'Number of the first row of `csv` if it is a part of a longer list; null: 1.', { nullable: true })
  declare firstRow?: number | null;

  @field(() => Boolean, 'True: preview, nothing is written.')
  declare isDryRun: boolean;
}

@ObjectType()
export class StreetImportPayloadType extends PayloadType {
  @field(() => StreetImportType, 'The outcome; after FAULTY_ROWS with the faults, after other refusals null.', {
    nullable: true,
  })
  declare outcome?: StreetImportType | null;
}

@InputType('FollowStreetInput', { description: 'Input of followStreet.' })
export class FollowStreetInputType extends StreetChoiceInputType {
  @field(() => Boolean, 'True: mails of disruptions and bins, too; null: the choice stays as it is.', {
    nullable: true,
  })
  declare byEmail?: boolean | null;
}

@InputType('SetWasteReminderInput', { description: 'Input of setWasteReminder.' })
export class SetWasteReminderInputType {
  @Field(() => ID, { description: 'A street that the viewer follows.' })
  declare streetId: string;

  @field(() => Boolean, 'Whether to remind of the bins of the address on the evening before.')
  declare isOn: boolean;

  @field(() => Boolean, 'True: by e-mail, too; null: the choice stays as it is.', { nullable: true })
  declare byEmail?: boolean | null;
}

@InputType('UnfollowStreetInput', { description: 'Input of unfollowStreet.' })
export class UnfollowStreetInputType {
  @Field(() => ID, { description: 'The street.' })
  declare streetId: string;
}

@ObjectType()
export class FollowedStreetsPayloadType extends PayloadType {
  @field(() => [FollowedStreetType], 'Streets of the town that the viewer follows now, by name; at most 50.', {
    nullable: true,
  })
  declare streets?: readonly FollowedStreetType[] | null;
}

@ObjectType('StreetProposal', { description: 'Streets that a polygon proposes.' })
export class StreetProposalType extends PayloadType {
  @field(() => [StreetType], 'Streets whose line lies in the polygon or touches it; at most 5,000.', { nullable: true })
  declare streets?: readonly StreetType[] | null;

  @field(() => [StreetType], 'First streets of the town without a line, which no polygon proposes; at most 200.', {
    nullable: true,
  })
  declare withoutLine?: readonly StreetType[] | null;

  @field(() => Int, 'Number of all streets of the town without a line.', { nullable: true })
  declare withoutLineCount?: number | null;
}
