import { Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { DateTime } from '../../kernel/scalars.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { IncidentKind, IncidentStatus, MsgType } from '../alert.entity.ts';
import type { IncidentState } from '../alert.reading.service.ts';
import { IncidentKindEnum, IncidentStateEnum, IncidentStatusEnum, IncidentType, MsgTypeEnum } from '../alert.types.ts';

@ObjectType('CheckedText', { description: 'Headline of a checked alert in one language.' })
export class CheckedTextType {
  @field(() => String, 'Language: de, en or de-x-leicht.')
  declare locale: string;

  @field(() => String, 'One line.')
  declare headline: string;
}

@ObjectType('CheckedAlert', { description: 'Genuine alert of a town, found by the code that stands in its messages.' })
export class CheckedAlertType {
  @field(() => MunicipalityType, 'Town that sent it.')
  declare municipality: MunicipalityType;

  @field(() => String, 'Function or name of the sender.')
  declare sender: string;

  @field(() => DateTime, 'When it was sent.')
  declare sentAt: Date;

  @field(() => DateTime, 'When it expires.')
  declare expiresAt: Date;

  @field(() => IncidentKindEnum, 'Kind of its incident.')
  declare kind: IncidentKind;

  @field(() => IncidentStatusEnum, 'EXERCISE: it is a drill.')
  declare status: IncidentStatus;

  @field(() => MsgTypeEnum, 'Message type.')
  declare msgType: MsgType;

  @field(() => Int, 'Level, 1 to 4.')
  declare level: number;

  @field(() => Boolean, 'No newer alert of the incident was sent.')
  declare isNewest: boolean;

  @field(() => IncidentStateEnum, 'State of its incident at this moment.')
  declare state: IncidentState;

  @field(() => [CheckedTextType], 'Headline by language, German first; at most 5.')
  declare texts: readonly CheckedTextType[];

  @field(() => IncidentType, 'Incident of the alert; null: a drill of the town hall that the viewer may not read.', {
    nullable: true,
  })
  declare incident?: IncidentType | null;
}
