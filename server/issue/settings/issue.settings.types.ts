import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { IssueStatus } from '../issue.entity.ts';
import { IssueStatusEnum } from '../issue.types.ts';

@ObjectType('StatusLabel', { description: "A town's own name of a status." })
export class StatusLabelType {
  @field(() => IssueStatusEnum, 'The status.')
  declare status: IssueStatus;

  @field(() => String, 'Name in German.')
  declare de: string;

  @field(() => String, 'Name in English; null: the default name applies.', { nullable: true })
  declare en?: string | null;

  @field(() => String, 'Name in Leichte Sprache; null: the German name applies.', { nullable: true })
  declare plain?: string | null;
}

@ObjectType('IssueSettings', { description: 'Settings of a town for its reports.' })
export class IssueSettingsType {
  @field(() => Int, 'Days after the end in which the reporter may reopen a report.')
  declare reopenDays: number;

  @Field(() => [StatusLabelType], {
    description: "Statuses with a name of the town's own. At most one for each status: at most 20.",
  })
  declare labels: readonly StatusLabelType[];
}

@InputType('StatusLabelInput', { description: 'Own name of a status.' })
export class StatusLabelInputType {
  @field(() => IssueStatusEnum, 'The status.')
  declare status: IssueStatus;

  @field(() => String, 'Name in German, 2 to 40 characters.')
  declare de: string;

  @field(() => String, 'Name in English, 2 to 40 characters; null: the default name applies.', { nullable: true })
  declare en?: string | null;

  @field(() => String, 'Name in Leichte Sprache, 2 to 40 characters; null: the German name applies.', {
    nullable: true,
  })
  declare plain?: string | null;
}

@InputType('SetIssueSettingsInput', {
  description: 'New settings of a town for its reports; they replace all previous ones.',
})
export class SetIssueSettingsInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => Int, 'Days in which a report may be reopened, 1 to 365; 30 by default.')
  declare reopenDays: number;

  @field(() => [StatusLabelInputType], "Statuses with a name of the town's own; the default names apply to the others.")
  declare labels: readonly StatusLabelInputType[];
}

@ObjectType()
export class IssueSettingsPayloadType extends PayloadType {
  @field(() => MunicipalityType, 'The town.', { nullable: true })
  declare municipality?: MunicipalityType | null;
}
