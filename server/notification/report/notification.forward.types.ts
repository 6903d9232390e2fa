import { ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import type { DeliveryState } from '../notification.entity.ts';
import { DeliveryStateEnum } from '../notification.types.ts';
import { FailureReasonEnum } from './notification.report.types.ts';
import type { FailureReason } from './notification.report.rules.ts';

@ObjectType('ForwardMail', {
  description: 'Mail that forwarded a report to another office; for staff of the town only.',
})
export class ForwardMailType {
  @field(() => DeliveryStateEnum, 'State of the mail.')
  declare state: DeliveryState;

  @field(() => FailureReasonEnum, 'Why the mail failed, waits or was not sent; null: nothing failed.', {
    nullable: true,
  })
  declare reason?: FailureReason | null;
}
