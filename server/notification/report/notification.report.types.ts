import { Float, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../../kernel/enum.ts';
import { field } from '../../kernel/field.ts';
import { NodeType } from '../../kernel/ids.ts';
import { connectionOf } from '../../kernel/page.ts';
import { DateTime, StreamCursor } from '../../kernel/scalars.ts';
import type { EscalationReason, EscalationStep } from '../escalation/notification.escalation.entity.ts';
import { ChannelEnum, MessageKindEnum } from '../notification.types.ts';
import type { TroubleState } from './notification.progress.service.ts';
import { type FailureReason, failureReasons } from './notification.report.rules.ts';

export const FailureReasonEnum = enumOf<FailureReason>(
  'DeliveryFailureReason',
  'Why a delivery failed, waits for another try, or was cancelled.',
  failureReasons,
);

const TroubleStateEnum = enumOf<TroubleState>('DeliveryTroubleState', 'State of a delivery that did not go well.', {
  FAILED: 'The delivery will not arrive.',
  WAITING: 'The delivery is tried again.',
  CANCELLED: 'The delivery was not sent.',
});

@ObjectType('DeliveryTrouble', { description: 'Deliveries of a channel that did not go well for the same reason.' })
export class DeliveryTroubleType {
  @field(() => TroubleStateEnum, 'State of these deliveries.')
  declare state: TroubleState;

  @field(() => FailureReasonEnum, 'The reason.')
  declare reason: FailureReason;

  @field(() => Int, 'Number of deliveries.')
  declare count: number;
}

@ObjectType('ChannelProgress', {
  description: 'Deliveries of a message by one channel, by state. A person has one delivery for each contact.',
})
export class ChannelProgressType {
  @field(() => ChannelEnum, 'The channel.')
  declare channel: string;

  @field(() => Boolean, 'False: the message only lies in the app, which reaches nobody by itself.')
  declare leavesApp: boolean;

  @field(() => Int, 'Number of people with a delivery by this channel.')
  declare people: number;

  @field(() => Int, 'PENDING: wait for the first or next try.')
  declare pending: number;

  @field(() => Int, 'HELD: wait for the end of quiet hours or for a digest.')
  declare held: number;

  @field(() => Int, 'SENDING: are being sent.')
  declare sending: number;

  @field(() => Int, 'SENT: handed over to the next server, which accepted them. No proof that they arrived.')
  declare sent: number;

  @field(
    () => Int,
    'Number of the deliveries in `sent` that were handed over more than 72 hours ago and have not bounced; 0 if the installation reads no bounces of the channel. An arrival is likely, but not proven.',
  )
  declare noBounce: number;

  @field(() => Int, 'DELIVERED: a receipt of the provider says that they arrived. No proof that they were read.')
  declare delivered: number;

  @field(() => Int, 'FAILED: will not arrive.')
  declare failed: number;

  @field(() => Int, 'CANCELLED: not sent, because the recipient no longer wants them or they are out of date.')
  declare cancelled: number;

  @field(() => Int, 'UNKNOWN: a receipt that the channel promises is missing.')
  declare unknown: number;

  @field(
    () => Float,
    'Share (0 to 1) of the deliveries that were handed over within 10 seconds of the event, of all that were to leave at once; null: none.',
    { nullable: true },
  )
  declare withinTenSeconds: number | null;

  @field(() => [DeliveryTroubleType], 'Deliveries that did not go well, by reason, most frequent first. At most 20.')
  declare troubles: readonly DeliveryTroubleType[];
}

@ObjectType('DeliveryPoint', { description: 'Point of the curve of a delivery report.' })
export class DeliveryPointType {
  @field(() => DateTime, 'The time.')
  declare at: Date;

  @field(() => Int, 'Number of people reached by then.')
  declare reached: number;
}

const EscalationStepEnum = enumOf<EscalationStep>('EscalationStep', 'Step that followed a message.', {
  REMIND: 'The recipient was reminded.',
  SUBSTITUTE: 'The message went to another contact, which the recipient ticked as a substitute.',
});

const EscalationReasonEnum = enumOf<EscalationReason>('EscalationReason', 'Why a step followed.', {
  FAILED: 'The delivery to the contact before failed.',
  NOT_ACCEPTED: 'No server accepted the delivery to the contact before in five minutes; held time does not count.',
  NOT_ACKNOWLEDGED: 'The recipient did not acknowledge the message in ten minutes.',
});

@ObjectType('EscalationCount', { description: 'Number of equal steps that followed a message.' })
export class EscalationCountType {
  @field(() => EscalationStepEnum, 'The step.')
  declare step: EscalationStep;

  @field(() => EscalationReasonEnum, 'Reason of the step.')
  declare because: EscalationReason;

  @field(() => ChannelEnum, 'Channel to which the message went then; null: a reminder, which goes to several.', {
    nullable: true,
  })
  declare channel: string | null;

  @field(() => Int, 'Number of recipients.')
  declare count: number;
}

@ObjectType('DeliveryProgress', {
  description:
    'Numbers of the deliveries of a message; names and addresses never appear. A person is reached as soon as one delivery that leaves the app is SENT or DELIVERED: a message that only lies in the app waits until the person opens it.',
})
export class DeliveryProgressType {
  @field(() => DateTime, 'When the event of the message happened.')
  declare startedAt: Date;

  @field(() => DateTime, 'When the state of a delivery last changed.')
  declare changedAt: Date;

  @field(() => Int, 'Number of people to whom the message is addressed.')
  declare people: number;

  @field(() => Int, 'Number of people reached.')
  declare reached: number;

  @field(() => Int, 'Number of people reached within 60 seconds of the event.')
  declare reachedInMinute: number;

  @field(() => Int, 'Number of people not reached yet for whom a delivery waits.')
  declare waiting: number;

  @field(() => Int, 'Number of people not reached for whom no delivery waits and at least one failed or is unknown.')
  declare failed: number;

  @field(() => Int, 'Number of people not reached for whom the message only lies in the app.')
  declare inAppOnly: number;

  @field(
    () => Float,
    'Share (0 to 1) of the deliveries that were handed over within 10 seconds of the event, of all that were to leave at once; null: none.',
    { nullable: true },
  )
  declare withinTenSeconds: number | null;

  @field(() => [ChannelProgressType], 'Progress by channel, in the order of the enum Channel. At most 10.')
  declare channels: readonly ChannelProgressType[];

  @field(() => [DeliveryPointType], 'People reached over time: points of equal numbers of people. At most 60.')
  declare curve: readonly DeliveryPointType[];

  @field(
    () => [EscalationCountType],
    'Steps that followed because the message did not arrive, or was not acknowledged. At most 20.',
  )
  declare escalations: readonly EscalationCountType[];

  @field(() => StreamCursor, 'Position of this state; pass it as `after` to receive only newer states.')
  declare cursor: string;
}

@ObjectType('DeliveryReport', {
  implements: NodeType,
  description: 'Report on the delivery of one message to many people, for those who sent it.',
})
export class DeliveryReportType {
  declare id: string;

  @field(() => MessageKindEnum, 'Kind of the message.')
  declare kind: string;

  @field(() => DateTime, 'When the event of the message happened.')
  declare at: Date;
}

export const DeliveryReportConnectionType = connectionOf(DeliveryReportType, 'DeliveryReport');
