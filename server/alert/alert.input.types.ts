import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, GeoJSON, UUID } from '../kernel/scalars.ts';
import type {
  AcknowledgementAnswer,
  Certainty,
  IncidentAudience,
  Severity,
  StreetSpan,
  Urgency,
} from './alert.entity.ts';
import type { SlotName } from './alert.templates.ts';
import { MissingPersonInputType } from './missing/alert.missing.types.ts';
import {
  AcknowledgementType,
  AnswerEnum,
  CertaintyEnum,
  IncidentAudienceEnum,
  IncidentType,
  SeverityEnum,
  SlotNameEnum,
  StreetSideEnum,
  UrgencyEnum,
} from './alert.types.ts';

const keyDescription = 'Repeat a request with the same key and get the first result.';

@InputType('AlertTextInput', { description: 'Words of an alert in one language; slots in braces are filled.' })
export class AlertTextInputType {
  @field(() => String, 'Language: de, en or de-x-leicht.')
  declare locale: string;

  @field(() => String, 'One line, 3 to 120 characters.')
  declare headline: string;

  @field(() => String, 'Description of the event, 3 to 1,000 characters.')
  declare description: string;

  @field(() => [String], 'Instructions, each 3 to 200 characters; at most 10.')
  declare instructions: string[];
}

@InputType('AlertSlotInput', { description: 'Value of a slot.' })
export class AlertSlotInputType {
  @field(() => SlotNameEnum, 'The slot.')
  declare name: SlotName;

  @field(() => String, 'Value of the slot; empty: the texts must not name the slot (SLOT_EMPTY).')
  declare value: string;
}

@InputType('AlertStreetInput', { description: 'Houses of a street.' })
export class AlertStreetInputType {
  @Field(() => ID, { description: 'The street.' })
  declare streetId: string;

  @field(() => String, 'First house such as "12a"; null: from the first one.', { nullable: true })
  declare from?: string | null;

  @field(() => String, 'Last house such as "20"; null: to the last one.', { nullable: true })
  declare to?: string | null;

  @field(() => StreetSideEnum, 'Which of these houses.')
  declare side: StreetSpan['side'];
}

@InputType('AlertInput', { description: 'Content of an alert.' })
export class AlertInputType {
  @field(() => SeverityEnum, 'Severity.')
  declare severity: Severity;

  @field(() => UrgencyEnum, 'Urgency.')
  declare urgency: Urgency;

  @field(() => CertaintyEnum, 'Certainty.')
  declare certainty: Certainty;

  @field(
    () => [AlertTextInputType],
    'Words by language, the language of the town hall first; null: those of the template.',
    {
      nullable: true,
    },
  )
  declare texts?: AlertTextInputType[] | null;

  @field(
    () => [AlertSlotInputType],
    'Values of the slots that the texts name. STREET and TIME of a disruption are written from its streets and its end, in the language of each text, unless they are given. Null: none.',
    { nullable: true },
  )
  declare slots?: AlertSlotInputType[] | null;

  @field(() => String, 'The area in words, 2 to 200 characters; null: the name of the town.', { nullable: true })
  declare area?: string | null;

  @field(() => GeoJSON, 'The area on the map, a GeoJSON Polygon or MultiPolygon; null: the whole town.', {
    nullable: true,
  })
  declare polygons?: object | null;

  @field(() => [AlertStreetInputType], 'Disruptions, required: houses of 1 to 200 streets. Ignored for warnings.', {
    nullable: true,
  })
  declare streets?: AlertStreetInputType[] | null;

  @field(() => String, 'Telephone number for questions; null: none.', { nullable: true })
  declare phone?: string | null;

  @field(() => DateTime, 'When the danger or the disruption begins; null: it has begun.', { nullable: true })
  declare onsetAt?: Date | null;

  @field(() => DateTime, 'When the alert expires: at most 24 hours ahead, for disruptions 14 days.')
  declare expiresAt: Date;
}

@InputType({ description: 'Beginning of an incident.' })
class StartInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Key of the template.')
  declare template: string;

  @field(() => AlertInputType, 'The first alert.')
  declare alert: AlertInputType;

  @Field(() => ID, {
    nullable: true,
    description:
      'Incident of a proposal that becomes this alert (PROPOSAL_OTHER_KIND, ALERT_NOT_AWAITING); null: none.',
  })
  declare proposalId?: string | null;

  @field(() => Boolean, 'Send it even if nobody would get it (ALERT_REACHES_NOBODY); null: no.', { nullable: true })
  declare acceptsNobody?: boolean | null;

  @field(() => UUID, keyDescription)
  declare idempotencyKey: string;
}

@InputType('SendWarningInput', { description: 'A real warning.' })
export class SendWarningInputType extends StartInputType {
  @field(() => String, 'Name of the town as the sender types it (WRONG_PLACE_NAME).')
  declare placeName: string;

  @field(() => MissingPersonInputType, 'Template missingPerson, required: the person. Other templates: null.', {
    nullable: true,
  })
  declare missingPerson?: MissingPersonInputType | null;

  @field(() => Boolean, 'Ask readers whether they are safe; null: as the template says.', { nullable: true })
  declare asksSafety?: boolean | null;
}

@InputType('SendDrillInput', { description: 'A drill of a warning.' })
export class SendDrillInputType extends StartInputType {
  @field(() => IncidentAudienceEnum, 'For whom the drill is.')
  declare audience: IncidentAudience;

  @field(() => Boolean, 'Ask readers whether they are safe; null: as the template says.', { nullable: true })
  declare asksSafety?: boolean | null;
}

@InputType('SendDisruptionInput', { description: 'A disruption of a supply or a road.' })
export class SendDisruptionInputType extends StartInputType {}

@InputType('UpdateIncidentInput', { description: 'The next alert of an incident.' })
export class UpdateIncidentInputType {
  @Field(() => ID, { description: 'The incident.' })
  declare incidentId: string;

  @field(() => AlertInputType, 'Content of the alert.')
  declare alert: AlertInputType;

  @field(() => Boolean, 'The alert corrects an earlier one; a correction cannot raise the level.')
  declare isCorrection: boolean;

  @field(
    () => MissingPersonInputType,
    'Template missingPerson: the person instead of the one before; null: the same, which after the expiry has to be given again. Other templates: null.',
    { nullable: true },
  )
  declare missingPerson?: MissingPersonInputType | null;

  @field(() => UUID, keyDescription)
  declare idempotencyKey: string;
}

@InputType('EndIncidentInput', { description: 'The all-clear.' })
export class EndIncidentInputType {
  @Field(() => ID, { description: 'The incident.' })
  declare incidentId: string;

  @field(() => Boolean, 'The incident was a false alarm.')
  declare isFalseAlarm: boolean;

  @field(() => [AlertTextInputType], 'Words by language; null: those of the template.', { nullable: true })
  declare texts?: AlertTextInputType[] | null;

  @field(() => [AlertSlotInputType], 'Values of the slots that the texts name; null: none.', { nullable: true })
  declare slots?: AlertSlotInputType[] | null;

  @field(() => UUID, keyDescription)
  declare idempotencyKey: string;
}

@InputType('RefuseAlertInput', { description: 'Refusal of an alert.' })
export class RefuseAlertInputType {
  @Field(() => ID, { description: 'The alert.' })
  declare alertId: string;

  @field(() => String, 'Reason, 3 to 500 characters; it stands in the audit trail.')
  declare reason: string;
}

@InputType('BreakGlassInput', { description: 'Why an alert leaves without a second person.' })
export class BreakGlassInputType {
  @Field(() => ID, { description: 'The alert.' })
  declare alertId: string;

  @field(() => String, 'Reason, 3 to 500 characters; it stands in the audit trail.')
  declare reason: string;
}

@InputType('ApproveAlertInput', { description: 'Approval of the second person.' })
export class ApproveAlertInputType {
  @Field(() => ID, { description: 'The alert.' })
  declare alertId: string;

  @field(() => String, '`contentHash` of the text that the second person has read (APPROVED_OTHER_TEXT).')
  declare contentHash: string;
}

@InputType('ReviewAlertInput', { description: 'Review of an alert that was sent alone.' })
export class ReviewAlertInputType {
  @Field(() => ID, { description: 'The alert.' })
  declare alertId: string;
}

@InputType('ReadAcknowledgementsInput', { description: 'A warner reads the answers to an incident.' })
export class ReadAcknowledgementsInputType {
  @Field(() => ID, { description: 'The incident.' })
  declare incidentId: string;
}

@InputType('TakeHelpInput', { description: 'Care of somebody who needs help.' })
export class TakeHelpInputType {
  @Field(() => ID, { description: 'Answer of the reader who needs help.' })
  declare acknowledgementId: string;
}

@InputType('AcknowledgeInput', { description: 'Answer of a reader to an incident.' })
export class AcknowledgeInputType {
  @Field(() => ID, { description: 'The incident.' })
  declare incidentId: string;

  @field(() => AnswerEnum, 'The answer.')
  declare answer: AcknowledgementAnswer;

  @field(() => String, 'HELP, required: where the reader is, 2 to 200 characters.', { nullable: true })
  declare place?: string | null;

  @field(() => String, 'HELP: telephone number of the reader.', { nullable: true })
  declare phone?: string | null;

  @field(
    () => String,
    'Without an account and without `link`, required: random secret of the device, 16 to 100 characters.',
    { nullable: true },
  )
  declare device?: string | null;

  @field(
    () => String,
    'Part behind # of the link of a message: the answer is that of its recipient, also if another person is signed in. Refused: UNKNOWN_LINK, LINK_EXPIRED.',
    { nullable: true },
  )
  declare link?: string | null;
}

@ObjectType()
export class IncidentPayloadType extends PayloadType {
  @field(() => IncidentType, 'The incident.', { nullable: true })
  declare incident?: IncidentType | null;
}

@ObjectType()
export class AcknowledgementPayloadType extends PayloadType {
  @field(() => AcknowledgementType, 'The answer.', { nullable: true })
  declare acknowledgement?: AcknowledgementType | null;
}
