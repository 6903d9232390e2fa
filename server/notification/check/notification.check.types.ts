import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { DateTime } from '../../kernel/scalars.ts';
import type { DeliveryState } from '../notification.entity.ts';
import { ChannelEnum, DeliveryStateEnum } from '../notification.types.ts';

@ObjectType('DeliveryCount', { description: 'Number of deliveries of a message by one channel in one state.' })
export class DeliveryCountType {
  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(() => DeliveryStateEnum, 'The state.')
  declare state: DeliveryState;

  @field(() => Int, 'Number of deliveries, at least 1.')
  declare count: number;
}

@ObjectType('DeliveryCheck', {
  description: 'Probe of an emergency message to the people who work in the town hall.',
})
export class DeliveryCheckType {
  @field(() => DateTime, 'When it was sent.')
  declare at: Date;

  @field(
    () => [DeliveryCountType],
    'Deliveries by channel and state, at most 40 entries; empty until the recipients are found.',
  )
  declare counts: readonly DeliveryCountType[];
}

@InputType('SendDeliveryCheckInput', { description: 'Input of sendDeliveryCheck.' })
export class SendDeliveryCheckInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;
}

@ObjectType()
export class DeliveryCheckPayloadType extends PayloadType {
  @field(() => DeliveryCheckType, 'The delivery check; null: the call was refused.', { nullable: true })
  declare check?: DeliveryCheckType | null;
}
