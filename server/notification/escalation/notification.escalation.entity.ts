import { defineEntity, p } from '@mikro-orm/core';
import { Contact, Recipient } from '../../recipient/recipient.entity.ts';
import { Message } from '../notification.entity.ts';

/** REMIND: the recipient was reminded. SUBSTITUTE: the message went to another contact of the recipient. */
const escalationSteps = ['REMIND', 'SUBSTITUTE'] as const;
export type EscalationStep = (typeof escalationSteps)[number];

/**
 * FAILED: the delivery to a chosen contact failed. NOT_ACCEPTED: no server accepted it in five minutes. NOT_ACKNOWLEDGED: the
 * recipient did not acknowledge the message in ten minutes.
 */
const escalationReasons = ['FAILED', 'NOT_ACCEPTED', 'NOT_ACKNOWLEDGED'] as const;
export type EscalationReason = (typeof escalationReasons)[number];

/** One reminder for each message and recipient, and one delivery for each substitute. */
const reminderIndex = `create unique index escalation_reminder_unique on "escalation" (message_id, recipient_id) where step = 'REMIND'`;
const substituteIndex = `create unique index escalation_substitute_unique on "escalation" (message_id, to_contact_id) where step = 'SUBSTITUTE'`;

/** Step that was taken because a message did not arrive, or was not acknowledged. */
const EscalationSchema = defineEntity({
  name: 'Escalation',
  properties: {
    id: p.uuid().primary(),
    message: () => p.manyToOne(Message).ref().deleteRule('cascade'),
    recipient: () => p.manyToOne(Recipient).ref().deleteRule('cascade'),
    step: p.enum(escalationSteps),
    /** Contact that the message did not reach; null: a reminder. Like a delivery it outlives its contact. */
    fromContact: () => p.manyToOne(Contact).ref().nullable().createForeignKeyConstraint(false),
    /** Contact to which the message went then; null: a reminder, which goes to all contacts for emergencies. */
    toContact: () => p.manyToOne(Contact).ref().nullable().createForeignKeyConstraint(false),
    /** Name of the channel of that contact; null: a reminder. */
    channel: p.text().nullable(),
    because: p.enum(escalationReasons),
    at: p.datetime(),
  },
  indexes: [
    { properties: ['message'] },
    { properties: ['recipient'] },
    { name: 'escalation_reminder_unique', expression: reminderIndex },
    { name: 'escalation_substitute_unique', expression: substituteIndex },
  ],
});
export class Escalation extends EscalationSchema.class {}
EscalationSchema.setClass(Escalation);
