import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { Contact } from '../../recipient/recipient.entity.ts';

/**
 * OFF: the town sends no SMS. EMERGENCY_ONLY: it sends emergency messages, and codes that verify a number. CHOSEN: people
 * choose which other messages come by SMS.
 */
const smsModes = ['OFF', 'EMERGENCY_ONLY', 'CHOSEN'] as const;
export type SmsMode = (typeof smsModes)[number];

/** Choices of a town for SMS; without a row the defaults apply. */
const SmsSettingsSchema = defineEntity({
  name: 'SmsSettings',
  properties: {
    municipality: () => p.oneToOne(Municipality).owner().primary().ref().deleteRule('cascade'),
    mode: p.enum(smsModes).default('EMERGENCY_ONLY'),
    /** Hundredths of a cent per month. */
    budget: p.integer().default(0),
    /** Sender that phones show; null: the beginning of the town's name. */
    sender: p.text().nullable(),
  },
});
export class SmsSettings extends SmsSettingsSchema.class {}
SmsSettingsSchema.setClass(SmsSettings);

/** Amount that a town reserved or paid for SMS in a month. */
const SmsSpendingSchema = defineEntity({
  name: 'SmsSpending',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref().deleteRule('cascade'),
    /** Month in the time zone of the town: "2026-11". */
    month: p.text().primary(),
    /** Hundredths of a cent. */
    amount: p.integer(),
  },
});
export class SmsSpending extends SmsSpendingSchema.class {}
SmsSpendingSchema.setClass(SmsSpending);

/**
 * SMS of a delivery: its cost, and its id at the gateway. It has no foreign key to the delivery, because the money stays
 * spent when the contact is deleted.
 */
const SmsSchema = defineEntity({
  name: 'Sms',
  properties: {
    messageId: p.uuid().primary(),
    contactId: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref().deleteRule('cascade'),
    /** Month whose budget pays. */
    month: p.text(),
    /** Hundredths of a cent: the reserved cost, then the price. */
    amount: p.integer(),
    /** True: the gateway took or refused the message, so the amount is final. */
    isSettled: p.boolean().default(false),
    /** Number of tries that were sent and not answered; each of them may have sent the message once more. */
    timeouts: p.integer().default(0),
    /** Id at the gateway, under which receipts come; null: none yet. */
    gatewayId: p.text().nullable(),
  },
  indexes: [
    { properties: ['gatewayId'] },
    {
      name: 'sms_reserved_index',
      expression: 'create index sms_reserved_index on sms (municipality_id) where not is_settled',
    },
  ],
});
export class Sms extends SmsSchema.class {}
SmsSchema.setClass(Sms);

/** Newest code by which the owner of a number or an e-mail address verifies it. The code itself is derived from the id of its message. */
const NumberCodeSchema = defineEntity({
  name: 'NumberCode',
  properties: {
    contact: () => p.oneToOne(Contact).owner().primary().ref().deleteRule('cascade'),
    messageId: p.uuid(),
    /** Number of codes that were entered. */
    tries: p.integer().default(0),
    expiresAt: p.datetime(),
  },
});
export class NumberCode extends NumberCodeSchema.class {}
NumberCodeSchema.setClass(NumberCode);
