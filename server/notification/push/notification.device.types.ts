import { Field, ID, InputType } from 'type-graphql';
import { field } from '../../kernel/field.ts';

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
