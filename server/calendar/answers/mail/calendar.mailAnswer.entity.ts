import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../../../municipality/municipality.entity.ts';
import { Consent, Recipient } from '../../../recipient/recipient.entity.ts';
import { attendanceAnswers, attendanceReminders, Slot } from '../../calendar.slot.entity.ts';

/**
 * Answer without an account that the owner of its e-mail address has not confirmed yet. It takes no seat, and no organiser sees it. It
 * ends with the confirmation or with its consent, which is deleted after three days without one.
 */
const AnswerRequestSchema = defineEntity({
  name: 'AnswerRequest',
  properties: {
    /** UUID v7. */
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Question to the owner of the address. */
    consent: () => p.oneToOne(Consent).owner().ref().deleteRule('cascade'),
    /** Recipient without an account to whom the address belongs. */
    recipient: () => p.manyToOne(Recipient).ref().deleteRule('cascade'),
    slot: () => p.manyToOne(Slot).ref().deleteRule('cascade'),
    /** Name for the organisers. */
    name: p.text(),
    answer: p.enum(attendanceAnswers),
    /** Number of companions. */
    companions: p.integer(),
    reminder: p.enum(attendanceReminders),
    createdAt: p.datetime(),
  },
  indexes: [{ properties: ['recipient'] }, { properties: ['slot'] }],
});
export class AnswerRequest extends AnswerRequestSchema.class {}
AnswerRequestSchema.setClass(AnswerRequest);
