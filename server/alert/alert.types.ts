import { Field, ID, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { countedConnectionOf } from '../kernel/page.ts';
import { DateTime, StreamCursor } from '../kernel/scalars.ts';
import type {
  AcknowledgementAnswer,
  AlertState,
  Certainty,
  IncidentAudience,
  IncidentKind,
  IncidentStatus,
  MsgType,
  Severity,
  StreetSpan,
  Urgency,
} from './alert.entity.ts';
import type { IncidentState } from './alert.reading.service.ts';
import type { SlotName } from './alert.templates.ts';

export const IncidentKindEnum = enumOf<IncidentKind>('IncidentKind', 'Kind of an incident.', {
  WARNING: 'Warning of a danger, for the whole town.',
  DISRUPTION: 'Disruption of a supply or a road, for those who follow its streets.',
});
export const IncidentStatusEnum = enumOf<IncidentStatus>(
  'IncidentStatus',
  'Whether an incident is real; it never changes.',
  {
    ACTUAL: 'Real.',
    EXERCISE: 'A drill: every text begins with PROBE.',
  },
);
export const IncidentAudienceEnum = enumOf<IncidentAudience>('IncidentAudience', 'For whom a drill is.', {
  PUBLIC: 'For everybody.',
  STAFF: 'For the people who work in the town hall.',
});
export const IncidentStateEnum = enumOf<IncidentState>('IncidentState', 'State of an incident at this moment.', {
  PROPOSED: 'A proposal of a program that nobody has decided about.',
  AWAITING: 'The first alert waits for the second person.',
  CURRENT: 'The incident goes on.',
  EXPIRED: 'The newest alert has expired, and nobody gave the all-clear: the danger may go on.',
  ENDED: 'The all-clear was given.',
  REFUSED: 'The first alert was refused, or the proposal expired.',
});
export const MsgTypeEnum = enumOf<MsgType>('AlertMsgType', 'Message type of CAP 1.2.', {
  ALERT: 'Begins an incident.',
  UPDATE: 'Changes or prolongs it.',
  CANCEL: 'All-clear, or the end after a false alarm.',
});
export const AlertStateEnum = enumOf<AlertState>('AlertState', 'State of an alert.', {
  DRAFT: 'A proposal of a partner that nobody has decided about.',
  AWAITING: 'Waits for the second person.',
  SENT: 'Was sent.',
  REFUSED: 'Was refused or withdrawn; nobody got it.',
});
export const SeverityEnum = enumOf<Severity>('AlertSeverity', 'Severity of CAP 1.2.', {
  EXTREME: 'Extraordinary threat to life or property.',
  SEVERE: 'Significant threat to life or property.',
  MODERATE: 'Possible threat to life or property.',
  MINOR: 'Minimal threat to life or property.',
  UNKNOWN: 'Unknown.',
});
export const UrgencyEnum = enumOf<Urgency>('AlertUrgency', 'Urgency of CAP 1.2.', {
  IMMEDIATE: 'Act at once.',
  EXPECTED: 'Act within the next hour.',
  FUTURE: 'Act in the near future.',
  PAST: 'No action is needed any more.',
  UNKNOWN: 'Unknown.',
});
export const CertaintyEnum = enumOf<Certainty>('AlertCertainty', 'Certainty of CAP 1.2.', {
  OBSERVED: 'The event has happened or goes on.',
  LIKELY: 'More than 50 %.',
  POSSIBLE: 'Up to 50 %.',
  UNLIKELY: 'About 0 %.',
  UNKNOWN: 'Unknown.',
});
export const AnswerEnum = enumOf<AcknowledgementAnswer>('AcknowledgementAnswer', 'Answer of a reader to an incident.', {
  SEEN: 'I have read it.',
  SAFE: 'I am safe.',
  HELP: 'I need help. It never replaces a call to 112.',
});
export const SlotNameEnum = enumOf<SlotName>('AlertSlotName', 'Name that texts of templates hold in braces.', {
  STREET: 'Street or streets.',
  PLACE: 'Town, district or place.',
  TIME: 'Time of day or date.',
  PHONE: 'Telephone number for questions.',
  NUMBER: 'A number, such as a reference of the police.',
});

export const StreetSideEnum = enumOf<StreetSpan['side']>('StreetSide', 'Houses of a street.', {
  ALL: 'All houses.',
  ODD: 'Houses with odd numbers.',
  EVEN: 'Houses with even numbers.',
});

@ObjectType('AlertStreet', { description: 'Houses of a street that a disruption concerns.' })
export class AlertStreetType {
  @Field(() => ID, { description: 'Global id of the street, for the input of the next alert.' })
  declare streetId: string;

  @field(() => String, 'Name of the street.')
  declare name: string;

  @field(() => String, 'First house; null: from the first one.', { nullable: true })
  declare from?: string | null;

  @field(() => String, 'Last house; null: to the last one.', { nullable: true })
  declare to?: string | null;

  @field(() => StreetSideEnum, 'Which of these houses.')
  declare side: StreetSpan['side'];
}

@ObjectType('AlertInstruction', { description: 'One instruction of an alert.' })
export class InstructionType {
  @field(() => String, 'The instruction, plain text.')
  declare text: string;

  @field(() => DateTime, 'When an alert of the incident first said it.')
  declare since: Date;

  @field(() => Boolean, 'The alert before did not say it.')
  declare isNew: boolean;
}

@ObjectType('AlertText', { description: 'Words of an alert in one language.' })
export class AlertTextType {
  @field(() => String, 'Language: de, en or de-x-leicht.')
  declare locale: string;

  @field(() => String, 'One line.')
  declare headline: string;

  @field(() => String, 'Description of the event, plain text.')
  declare description: string;

  @field(() => [InstructionType], 'Instructions in their order; at most 10.')
  declare instructions: readonly InstructionType[];
}

@ObjectType('Alert', { implements: NodeType, description: 'One message of an incident.' })
export class AlertType {
  declare id: string;

  @field(() => Int, 'Position in the incident from 1; 0: it was not sent.')
  declare number: number;

  @field(() => MsgTypeEnum, 'Message type.')
  declare msgType: MsgType;

  @field(() => Boolean, 'The alert corrects an earlier one.')
  declare isCorrection: boolean;

  @field(() => AlertStateEnum, 'State; everybody but warners sees only SENT.')
  declare state: AlertState;

  @field(() => SeverityEnum, 'Severity.')
  declare severity: Severity;

  @field(() => UrgencyEnum, 'Urgency.')
  declare urgency: Urgency;

  @field(() => CertaintyEnum, 'Certainty.')
  declare certainty: Certainty;

  @field(
    () => Int,
    'Level 1 to 4, derived: that of the severity (MINOR 1, EXTREME 4), one lower (at least 1) if the urgency is FUTURE or the certainty POSSIBLE or UNLIKELY.',
  )
  declare level: number;

  @field(() => String, 'Function or name of the sender.')
  declare sender: string;

  @field(() => DateTime, 'When the danger or the disruption begins; null: it has begun.', { nullable: true })
  declare onsetAt?: Date | null;

  @field(() => DateTime, 'When the alert expires.')
  declare expiresAt: Date;

  @field(() => DateTime, 'When it was sent; null: not yet.', { nullable: true })
  declare sentAt?: Date | null;

  @field(() => DateTime, 'When it was written.')
  declare createdAt: Date;
}

@ObjectType('Incident', {
  implements: NodeType,
  description: 'A danger or a disruption: a thread of alerts from the first one to the all-clear.',
})
export class IncidentType {
  declare id: string;

  @field(() => IncidentKindEnum, 'Kind; it never changes.')
  declare kind: IncidentKind;

  @field(() => IncidentStatusEnum, 'Whether it is real; it never changes.')
  declare status: IncidentStatus;

  @field(() => IncidentAudienceEnum, 'For whom it is; STAFF only for drills.')
  declare audience: IncidentAudience;

  @field(() => String, 'Key of its template, such as "flood".')
  declare template: string;

  @field(() => Boolean, 'Readers are asked whether they are safe or need help.')
  declare asksSafety: boolean;

  @field(() => Int, 'Level of the newest alert that did not end it, 1 to 4; 0: none was sent.')
  declare level: number;

  @field(() => DateTime, 'When its first alert was sent; null: not yet.', { nullable: true })
  declare startedAt?: Date | null;

  @field(() => DateTime, 'When its newest alert expires; null: none was sent.', { nullable: true })
  declare expiresAt?: Date | null;

  @field(() => DateTime, 'When the all-clear was given; null: it goes on.', { nullable: true })
  declare endedAt?: Date | null;

  @field(() => Boolean, 'The incident was a false alarm.')
  declare isFalseAlarm: boolean;
}

export const IncidentConnectionType = countedConnectionOf(IncidentType, 'Incident');

@ObjectType('Acknowledgement', {
  implements: NodeType,
  description: 'Answer of a reader to an incident; for warners and admins of the town, and for the reader.',
})
export class AcknowledgementType {
  declare id: string;

  @field(() => AnswerEnum, 'The answer.')
  declare answer: AcknowledgementAnswer;

  @field(() => DateTime, 'When the reader gave it.')
  declare at: Date;

  @field(() => DateTime, 'HELP: when somebody took it; null: nobody yet.', { nullable: true })
  declare takenAt?: Date | null;
}

@ObjectType('AcknowledgementCounts', { description: 'Number of readers by their answer.' })
export class AcknowledgementCountsType {
  @field(() => Int, 'Readers who have only read it.')
  declare seen: number;

  @field(() => Int, 'Readers who are safe.')
  declare safe: number;

  @field(() => Int, 'Readers who need help.')
  declare help: number;

  @field(() => Int, 'Readers who need help, of whom nobody takes care yet.')
  declare openHelp: number;

  @field(() => Int, 'Readers of all answers who have an account or used the link of a message; the others are devices.')
  declare recipients: number;
}

@ObjectType('AcknowledgementsUpdate', { description: 'Answers of readers, live for warners.' })
export class AcknowledgementsUpdateType {
  @field(() => AcknowledgementCountsType, 'Number of readers by their answer.')
  declare counts: AcknowledgementCountsType;

  @field(() => [AcknowledgementType], 'Readers who need help, those of whom nobody takes care first; at most 200.')
  declare help: readonly AcknowledgementType[];

  @field(() => StreamCursor, 'Position of this message.')
  declare cursor: string;
}

@ObjectType('AlertsUpdate', { description: 'Alerts of a town as they are sent.' })
export class AlertsUpdateType {
  @field(() => [AlertType], 'Alerts to the public, the oldest first; at most 200.')
  declare entries: readonly AlertType[];

  @field(() => Boolean, 'True: forget what was known before; `entries` are the alerts of all incidents that go on.')
  declare reset: boolean;

  @field(() => StreamCursor, 'Position of this message: pass it as `after` to miss no alert.')
  declare cursor: string;
}

@ObjectType('IncidentUpdate', { description: 'An incident, after each of its changes.' })
export class IncidentUpdateType {
  @field(() => IncidentType, 'The incident.')
  declare incident: IncidentType;

  @field(() => StreamCursor, 'Position of this message.')
  declare cursor: string;
}
