import { defineEntity, p } from '@mikro-orm/core';

/**
 * Audit trail and outbox: type, actor and time of each event; facts hold ids only, never texts, choices or addresses.
 */
const DomainEventSchema = defineEntity({
  name: 'DomainEventRow',
  tableName: 'domain_event',
  properties: {
    id: p.bigint('number').primary().autoincrement(),
    type: p.string(),
    /** Person who acted; null for anonymous visitors, partners and the system. */
    actor: p.uuid().nullable(),
    /** Key of the partner that acted; otherwise null. */
    partnerKey: p.uuid().nullable(),
    municipalityId: p.uuid().nullable(),
    facts: p.json<object>(),
    at: p.datetime().defaultRaw('now()'),
  },
  indexes: [{ properties: ['municipalityId', 'type', 'at', 'id'] }],
});
export class DomainEventRow extends DomainEventSchema.class {}
DomainEventSchema.setClass(DomainEventRow);
