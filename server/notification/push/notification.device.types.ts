import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import type { DeliveryState } from '../notification.entity.ts';

const DeliveryStateEnum = enumOf<DeliveryState>('DeliveryState', 'State of a message to one contact.', {
  PENDING: 'Waits for its first or next try.',
  HELD: 'Waits for the end of quiet hours or for a digest.',
  SENDING: 'Is being sent.',
  SENT: 'The next server accepted it, which does not say that it arrived.',
  DELIVERED: 'A receipt says that it arrived.',
  FAILED: 'The message will not arrive.',
  CANCELLED:
    'The message was not sent, because the recipient no longer wants or may receive it, or because its time was over.',
  UNKNOWN: 'A receipt that the channel promises is missing.',
});

@ObjectType('Device', {
  implements: NodeType,
  description: 'Browser or phone that gets messages of the viewer by the channel PUSH; visible to the viewer only.',
})
export class DeviceType {
  declare id: string;

  @field(() => String, 'Name of the device, such as "Firefox, Android".')
  declare label: string;

  @field(() => DateTime, 'When the device was added.')
  declare createdAt: Date;

  @field(() => DateTime, 'When its push service last accepted a message, exact to an hour; null: never.', {
    nullable: true,
  })
  declare lastUsedAt?: Date | null;

  @field(() => Boolean, 'Whether emergency messages come to the device.')
  declare forEmergencies: boolean;

  @field(() => Boolean, 'True: the device is the browser that sends the request.')
  declare isThisBrowser: boolean;

  @field(() => DeliveryStateEnum, 'State of the newest test message; null: none was sent.', { nullable: true })
  declare testState?: DeliveryState | null;

  @field(() => String, 'Code of the error of its last failed try, such as HTTP_403; null: none failed.', {
    nullable: true,
  })
  declare testFailure?: string | null;
}

@InputType('AddDeviceInput', { description: "Input of addDevice: the parts of the browser's PushSubscription." })
export class AddDeviceInputType {
  @field(() => String, 'Address at the push service, at most 1,000 characters.')
  declare endpoint: string;

  @field(() => String, 'Public key of the browser, base64url without padding.')
  declare p256dh: string;

  @field(() => String, 'Secret of the browser, base64url without padding.')
  declare auth: string;

  @field(() => String, "Name of the device, 1 to 60 characters; absent: that of the browser's earlier device.", {
    nullable: true,
  })
  declare label?: string | null;
}

@InputType('RemoveDeviceInput', { description: 'Input of removeDevice.' })
export class RemoveDeviceInputType {
  @Field(() => ID, { description: 'The device.' })
  declare id: string;
}

@InputType('SendTestMessageInput', { description: 'Input of sendTestMessage.' })
export class SendTestMessageInputType {
  @Field(() => ID, { description: 'The device.' })
  declare deviceId: string;

  @Field(() => ID, { description: 'The town whose page the message opens.' })
  declare municipalityId: string;
}

@ObjectType()
export class DevicePayloadType extends PayloadType {
  @field(() => DeviceType, 'The device after the change; null: the call was refused.', { nullable: true })
  declare device?: DeviceType | null;
}

@ObjectType()
export class DevicesPayloadType extends PayloadType {
  @field(() => [DeviceType], 'Devices of the viewer after the change, at most 20; null: the call was refused.', {
    nullable: true,
  })
  declare devices?: DeviceType[] | null;
}
