import { Int, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import type { Certainty, IncidentKind, Severity, Urgency } from './alert.entity.ts';
import type { SlotName } from './alert.templates.ts';
import { CertaintyEnum, IncidentKindEnum, SeverityEnum, SlotNameEnum, UrgencyEnum } from './alert.types.ts';

@ObjectType('AlertTemplateText', { description: 'Words of a template in one language, with slots in braces.' })
export class AlertTemplateTextType {
  @field(() => String, 'Language: de, en or de-x-leicht.')
  declare locale: string;

  @field(() => String, 'Name of the danger or disruption.')
  declare name: string;

  @field(() => String, 'One line.')
  declare headline: string;

  @field(() => String, 'Description of the event.')
  declare description: string;

  @field(() => [String], 'Instructions; at most 10.')
  declare instructions: readonly string[];
}

@ObjectType('AlertTemplate', { description: 'Prepared alert.' })
export class AlertTemplateType {
  @field(() => String, 'Key, such as "flood".')
  declare key: string;

  @field(() => IncidentKindEnum, 'Kind of the incidents that it begins.')
  declare kind: IncidentKind;

  @field(() => SeverityEnum, 'Severity unless the sender says otherwise.')
  declare severity: Severity;

  @field(() => UrgencyEnum, 'Urgency unless the sender says otherwise.')
  declare urgency: Urgency;

  @field(() => CertaintyEnum, 'Certainty unless the sender says otherwise.')
  declare certainty: Certainty;

  @field(() => Int, 'Hours until the alert expires unless the sender says otherwise.')
  declare hours: number;

  @field(() => Boolean, 'The template asks readers whether they are safe, unless the sender says otherwise.')
  declare asksSafety: boolean;

  @field(() => [SlotNameEnum], 'Slots of its texts; at most 5.')
  declare slots: readonly SlotName[];

  @field(() => [AlertTemplateTextType], 'Words by language, German first; at most 5.')
  declare texts: readonly AlertTemplateTextType[];
}
