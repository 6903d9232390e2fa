import { defineEntity, p } from '@mikro-orm/core';
import { Message } from '../notification.entity.ts';

/** Numbers of a message to many people, stored before the retention deletes its deliveries. They name nobody. */
const DeliverySummarySchema = defineEntity({
  name: 'DeliverySummary',
  properties: {
    message: () => p.manyToOne(Message).primary().ref().deleteRule('cascade'),
    /** Numbers by channel, state and time, as the report reads them. */
    numbers: p.json<object>(),
  },
});
export class DeliverySummary extends DeliverySummarySchema.class {}
DeliverySummarySchema.setClass(DeliverySummary);
