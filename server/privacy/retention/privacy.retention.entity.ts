import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';

/** Days that a town has set for a kind; without a row the usual days of the kind apply. */
const RetentionSettingSchema = defineEntity({
  name: 'RetentionSetting',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref().deleteRule('cascade'),
    /** Plain text without a CHECK constraint, so that a new domain adds kinds without altering this table. */
    kind: p.text().primary(),
    days: p.integer(),
  },
});
export class RetentionSetting extends RetentionSettingSchema.class {}
RetentionSettingSchema.setClass(RetentionSetting);

/** Account that nobody has used for long, with the warning to its owner. Deleted when the account is used again. */
const UnusedAccountSchema = defineEntity({
  name: 'UnusedAccount',
  properties: {
    id: p.uuid().primary(),
    person: () => p.oneToOne(Person).owner().ref().deleteRule('cascade'),
    /** Town that sends the warning. */
    municipality: () => p.manyToOne(Municipality).ref().deleteRule('cascade'),
    warnedAt: p.datetime(),
    /** When the account is erased unless it is used before. */
    dueAt: p.datetime(),
  },
});
export class UnusedAccount extends UnusedAccountSchema.class {}
UnusedAccountSchema.setClass(UnusedAccount);
