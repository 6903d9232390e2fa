import { defineEntity, p } from '@mikro-orm/core';
import type { Scope } from '../kernel/actor.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

/** API key of a partner; only the hash of the secret is stored. */
const PartnerKeySchema = defineEntity({
  name: 'PartnerKey',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** Name of the partner or program, given by the town hall. */
    name: p.string(),
    secretHash: p.string(),
    /** Plain text without a CHECK constraint, so that a new domain adds scopes without altering this table. */
    scopes: p.array().columnType('text[]').$type<Scope[]>(),
    /** Addresses and networks (CIDR) from which the key is accepted; empty: from everywhere. */
    ips: p.array().columnType('text[]').default([]),
    createdAt: p.datetime().defaultRaw('now()'),
    expiresAt: p.datetime(),
    /** Last use, exact to a minute; null: never. */
    lastUsedAt: p.datetime().nullable(),
    revokedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality'] }],
});
export class PartnerKey extends PartnerKeySchema.class {}
PartnerKeySchema.setClass(PartnerKey);
