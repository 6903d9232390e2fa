import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, LocalDate } from '../kernel/scalars.ts';
import type { CalendarFormat, ImportState } from './waste.entity.ts';
import { WasteDistrictType, WasteKindType } from './waste.types.ts';

const CalendarFormatEnum = enumOf<CalendarFormat>('WasteCalendarFormat', 'Form of a calendar.', {
  CSV: 'List with a head.',
  ICS: 'iCalendar file.',
});

const ImportStateEnum = enumOf<ImportState>('WasteImportState', 'State of an import.', {
  OPEN: 'The import waits for a decision and has changed nothing.',
  APPLIED: 'The dates of the calendar were taken over.',
  DISCARDED: 'Nothing of it was taken over.',
});

@ObjectType('WasteChange', { description: 'Change of a date that an import makes.' })
export class WasteChangeType {
  @field(() => WasteDistrictType, 'The district.')
  declare district: WasteDistrictType;

  @field(() => WasteKindType, 'The kind of waste.')
  declare kind: WasteKindType;

  @field(() => LocalDate, 'Day of the date after the change; of a removed date before it.')
  declare date: string;

  @field(() => LocalDate, 'Day from which the date is moved, or its usual day; null: none.', { nullable: true })
  declare movedFrom?: string | null;
}

@ObjectType('WasteEntryFault', { description: 'Fault of an entry of a calendar, which is left out.' })
export class WasteEntryFaultType {
  @field(() => Int, 'Row of a list as a spreadsheet counts them, or number of the VEVENT of a file; the first is 1.')
  declare place: number;

  @field(() => String, 'UID of the VEVENT; null in lists.', { nullable: true })
  declare uid?: string | null;

  @field(
    () => String,
    'BAD_DATE, BAD_ENTRY, BAD_RULE, DATE_MISSING, DISTRICT_MISSING, ENDLESS_RULE, LABEL_MISSING, TOO_LONG, UNKNOWN_DISTRICT or UNKNOWN_KIND.',
  )
  declare code: string;

  @field(() => String, 'Head of the column in a list; null: the whole entry.', { nullable: true })
  declare column?: string | null;

  @field(() => String, 'Words that are not understood, as the calendar writes them; null: none.', { nullable: true })
  declare label?: string | null;
}

@ObjectType('WasteLabel', { description: 'Words of a calendar, and the kinds that they mean.' })
export class WasteLabelType {
  @field(() => String, 'The words as the calendar writes them, plain text.')
  declare label: string;

  @field(() => [WasteKindType], 'Assigned kinds; empty: left out, or not assigned yet. At most 40.')
  declare kinds: readonly WasteKindType[];

  @field(() => Boolean, 'False: nobody has assigned the words yet.')
  declare isKnown: boolean;

  @field(() => [WasteKindType], 'Kinds that the words seem to mean. At most 10.')
  declare guesses: readonly WasteKindType[];
}

@ObjectType('WastePreview', { description: 'Effects of an import; nothing is changed yet.' })
export class WastePreviewType {
  @field(() => Int, 'Number of dates that are new.')
  declare addedCount: number;

  @field(() => [WasteChangeType], 'The first new dates; at most 100.')
  declare added: readonly WasteChangeType[];

  @field(() => Int, 'Number of dates that are moved to another day.')
  declare movedCount: number;

  @field(() => [WasteChangeType], 'The first moved dates; at most 100.')
  declare moved: readonly WasteChangeType[];

  @field(() => Int, 'Number of dates that are removed.')
  declare removedCount: number;

  @field(() => [WasteChangeType], 'The first removed dates; at most 100.')
  declare removed: readonly WasteChangeType[];

  @field(() => Int, 'Number of dates of which only the usual day becomes known.')
  declare notedCount: number;

  @field(() => Int, 'Number of dates that are stored already.')
  declare unchangedCount: number;

  @field(() => Int, 'Number of entries with faults.')
  declare faultCount: number;

  @field(() => [WasteEntryFaultType], 'The first faults; at most 100.')
  declare faults: readonly WasteEntryFaultType[];

  @field(() => Int, 'Number of entries that are left out because they are cancelled or repeat another one.')
  declare skippedCount: number;

  @field(() => [WasteLabelType], 'Words of the calendar for kinds of waste, in its order; at most 100.')
  declare labels: readonly WasteLabelType[];

  @field(() => [String], 'Names of districts that the town does not have; at most 100.')
  declare unknownDistricts: readonly string[];

  @field(() => String, 'Name of these changes for applyWasteImport, so that exactly they are made.')
  declare fingerprint: string;
}

@ObjectType('WasteImport', {
  implements: NodeType,
  description: 'Calendar that waits for a decision; for the editors and admins of its town.',
})
export class WasteImportType {
  declare id: string;

  @field(() => CalendarFormatEnum, 'Form of the calendar.')
  declare format: CalendarFormat;

  @field(() => String, 'Name of the file; null: read from the address of the district.', { nullable: true })
  declare fileName?: string | null;

  @field(() => ImportStateEnum, 'State.')
  declare state: ImportState;

  @field(() => DateTime, 'When it was uploaded or read.')
  declare createdAt: Date;
}

@InputType('WasteLabelInput', { description: 'Kinds that words of a calendar mean.' })
export class WasteLabelInputType {
  @field(() => String, 'The words as the calendar writes them.')
  declare label: string;

  @Field(() => [ID], { description: 'Kinds of the town; empty: entries with these words are left out. At most 40.' })
  declare kindIds: string[];
}

@InputType('ApplyWasteImportInput', { description: 'Input of applyWasteImport.' })
export class ApplyWasteImportInputType {
  @Field(() => ID, { description: 'The import.' })
  declare importId: string;

  @field(() => [WasteLabelInputType], 'Assignments beside the remembered ones, which are remembered, too; at most 100.')
  declare choices: readonly WasteLabelInputType[];

  @field(() => String, '`fingerprint` of the preview whose changes shall be made.')
  declare fingerprint: string;

  @field(() => Boolean, 'True: entries with faults are left out; false: they refuse the import.')
  declare acceptsFaults: boolean;
}

@InputType('DiscardWasteImportInput', { description: 'Input of discardWasteImport.' })
export class DiscardWasteImportInputType {
  @Field(() => ID, { description: 'The import.' })
  declare importId: string;
}

@ObjectType()
export class WasteImportPayloadType extends PayloadType {
  @field(() => WasteImportType, 'The import; also after PREVIEW_OUTDATED, otherwise null after a refusal.', {
    nullable: true,
  })
  declare import?: WasteImportType | null;
}
