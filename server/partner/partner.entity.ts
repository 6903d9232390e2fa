import { defineEntity, p } from '@mikro-orm/core';
import type { Scope } from '../kernel/actor.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** What a partner's program shows to be let in; of its text only the hash is kept. */
const PartnerKeySchema = defineEntity({
  name: 'PartnerKey',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Whose program it is, as the town hall calls it. */
    name: p.string(),
    secretHash: p.string(),
    /** Plain text without a CHECK constraint, so that a new domain adds scopes without altering this table. */
    scopes: p.array().columnType('text[]').$type<Scope[]>(),
    /** Addresses and networks (CIDR) it may come from; empty: from everywhere. */
    ips: p.array().columnType('text[]').default([]),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime(),
    /** Exact to a minute. */
    lastUsedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality'] }],
});
export class PartnerKey extends PartnerKeySchema.class {}
PartnerKeySchema.setClass(PartnerKey);
