import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { IssueStatus } from '../issue.entity.ts';
import { IssueStatusEnum } from '../issue.types.ts';

@ObjectType('StatusLabel', { description: 'How a town calls a status when it speaks to people.' })
export class StatusLabelType {
  @field(() => IssueStatusEnum, 'The status; it stays what it is.')
  declare status: IssueStatus;

  @field(() => String, 'In German.')
  declare de: string;

  @field(() => String, 'In English; null: as everywhere.', { nullable: true })
  declare en?: string | null;

  @field(() => String, 'In Leichte Sprache; null: as in German.', { nullable: true })
  declare plain?: string | null;
}

@ObjectType('IssueSettings', { description: 'What a town has set for its reports.' })
export class IssueSettingsType {
  @field(() => Int, 'For so many days a reporter may say that it is not fixed.')
  declare reopenDays: number;

  @Field(() => [StatusLabelType], {
    description: 'Statuses that are called otherwise than everywhere. At most one for each status: at most 20.',
  })
  declare labels: readonly StatusLabelType[];
}

@InputType('StatusLabelInput', { description: 'How a status is called.' })
export class StatusLabelInputType {
  @field(() => IssueStatusEnum, 'The status.')
  declare status: IssueStatus;

  @field(() => String, 'In German, 2 to 40 characters.')
  declare de: string;

  @field(() => String, 'In English.', { nullable: true })
  declare en?: string | null;

  @field(() => String, 'In Leichte Sprache.', { nullable: true })
  declare plain?: string | null;
}

@InputType('SetIssueSettingsInput', { description: 'What holds for a town’s reports from now on, all of it.' })
export class SetIssueSettingsInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => Int, 'Days, 1 to 365; 30 is usual.')
  declare reopenDays: number;

  @field(() => [StatusLabelInputType], 'Statuses with a name of their own; the others are called as everywhere.')
  declare labels: readonly StatusLabelInputType[];
}

@ObjectType()
export class IssueSettingsPayloadType extends PayloadType {
  @field(() => MunicipalityType, 'The town.', { nullable: true })
  declare municipality?: MunicipalityType | null;
}
