import { defineEntity, p } from '@mikro-orm/core';

/** Audit trail and outbox in one: what happened, by whom, when; ids only, never texts, choices or addresses. */
const DomainEventSchema = defineEntity({
  name: 'DomainEventRow',
  tableName: 'domain_event',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    type: p.string(),
    /** The person who acted; null: nobody signed in, or the clock. */
    actor: p.uuid().nullable(),
    /** The key of the partner who acted; null: no partner did. */
    partnerKey: p.uuid().nullable(),
    municipalityId: p.uuid().nullable(),
    facts: p.json<object>(),
    at: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['municipalityId', 'type', 'at', 'id'] }],
});
export class DomainEventRow extends DomainEventSchema.class {}
DomainEventSchema.setClass(DomainEventRow);
