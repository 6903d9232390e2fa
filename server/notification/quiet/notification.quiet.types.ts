import { InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';

@ObjectType('QuietHours', {
  description:
    'Hours of every day in which nothing rings: messages by channels that ring wait for their end. Emergency messages do not wait.',
})
export class QuietHoursType {
  @field(() => String, 'Start in local time, e.g. "22:00".')
  declare from: string;

  @field(() => String, 'End in local time, e.g. "07:00"; on the next day if it is earlier. Equal to the start: none.')
  declare to: string;

  @field(() => String, 'IANA time zone, e.g. "Europe/Berlin"; null: that of the town of each message.', {
    nullable: true,
  })
  declare timeZone?: string | null;

  @field(
    () => Boolean,
    'True: besides the inbox nothing comes but emergency messages, and what the viewer asks for, such as a code.',
  )
  declare onlyEmergencies: boolean;
}

@InputType('SetQuietHoursInput', { description: 'Input of setQuietHours.' })
export class SetQuietHoursInputType {
  @field(() => String, 'Start in local time, from "00:00" to "23:59".')
  declare from: string;

  @field(() => String, 'End in local time, from "00:00" to "23:59"; equal to the start: no quiet hours.')
  declare to: string;

  @field(() => String, 'IANA time zone; absent: that of the town of each message.', { nullable: true })
  declare timeZone?: string | null;
}

@InputType('SetOnlyEmergenciesInput', { description: 'Input of setOnlyEmergencies.' })
export class SetOnlyEmergenciesInputType {
  @field(() => Boolean, 'True: besides the inbox nothing comes but emergency messages.')
  declare isOn: boolean;
}

@ObjectType()
export class QuietHoursPayloadType extends PayloadType {
  @field(() => QuietHoursType, 'The quiet hours after the change; null: the call was refused.', { nullable: true })
  declare quietHours?: QuietHoursType | null;
}
