import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import type { DeliveryState } from '../notification.entity.ts';
import { ChannelEnum, DeliveryStateEnum } from '../notification.types.ts';

@ObjectType('Contact', {
  implements: NodeType,
  description:
    'Where messages of the viewer arrive by one channel: the inbox, an e-mail address, a device. Visible to the viewer only.',
})
export class ContactType {
  declare id: string;

  @field(() => ChannelEnum, 'The channel; that of a device is PUSH.')
  declare channel: string;

  @field(
    () => String,
    'E-mail address, or mobile number of which only the ends are shown; null for the inbox and for devices.',
    { nullable: true },
  )
  declare address?: string | null;

  @field(() => String, 'Name that the viewer gave the contact, such as "Firefox, Android"; empty: none.')
  declare label: string;

  @field(() => DateTime, 'When the contact was added.')
  declare createdAt: Date;

  @field(
    () => DateTime,
    'Devices: when the push service last accepted a message, exact to an hour; null: never, or no device.',
    { nullable: true },
  )
  declare lastUsedAt?: Date | null;

  @field(() => Boolean, 'Whether emergency messages come here, whatever else the viewer has chosen.')
  declare forEmergencies: boolean;

  @field(
    () => Boolean,
    'Whether a message comes here that did not arrive by the channel which the viewer chose, such as the news of an outage.',
  )
  declare asSubstitute: boolean;

  @field(() => Boolean, 'True: the device is the browser that sends the request.')
  declare isThisBrowser: boolean;

  @field(() => DeliveryStateEnum, 'State of the newest test message; null: none was sent.', { nullable: true })
  declare testState?: DeliveryState | null;

  @field(() => String, 'Code of the error of its last failed try, such as HTTP_403; null: none failed.', {
    nullable: true,
  })
  declare testFailure?: string | null;
}

@InputType('SetEmergencyContactInput', { description: 'Input of setEmergencyContact.' })
export class SetEmergencyContactInputType {
  @Field(() => ID, { description: 'The contact.' })
  declare contactId: string;

  @field(() => Boolean, 'Whether emergency messages shall come to the contact.')
  declare isOn: boolean;
}

@InputType('SetSubstituteContactInput', { description: 'Input of setSubstituteContact.' })
export class SetSubstituteContactInputType {
  @Field(() => ID, { description: 'The contact; not the inbox.' })
  declare contactId: string;

  @field(() => Boolean, 'Whether messages that do not arrive elsewhere shall come to the contact.')
  declare isOn: boolean;
}

@InputType('RenameContactInput', { description: 'Input of renameContact.' })
export class RenameContactInputType {
  @Field(() => ID, { description: 'The contact.' })
  declare contactId: string;

  @field(() => String, 'Name, up to 60 characters, such as "Handy von Oma"; empty: none, which devices must have.')
  declare label: string;
}

@InputType('SendTestMessageInput', { description: 'Input of sendTestMessage.' })
export class SendTestMessageInputType {
  @Field(() => ID, { description: 'The contact.' })
  declare contactId: string;

  @Field(() => ID, { description: 'The town whose page the message opens.' })
  declare municipalityId: string;
}

@ObjectType()
export class ContactPayloadType extends PayloadType {
  @field(() => ContactType, 'The contact after the change; null: the call was refused.', { nullable: true })
  declare contact?: ContactType | null;
}

@ObjectType()
export class ContactsPayloadType extends PayloadType {
  @field(() => [ContactType], 'Contacts of the viewer after the change, at most 50; null: the call was refused.', {
    nullable: true,
  })
  declare contacts?: ContactType[] | null;
}
