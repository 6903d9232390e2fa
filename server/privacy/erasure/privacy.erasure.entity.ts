import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';

/** Wish of a person to have the account erased; deleted when it is undone or carried out. */
const ErasureSchema = defineEntity({
  name: 'Erasure',
  properties: {
    id: p.uuid().primary(),
    person: () => p.oneToOne(Person).owner().ref().deleteRule('cascade'),
    /** Town on whose page the person asked; the mail with the link to undo it comes from there. */
    municipality: () => p.manyToOne(Municipality).ref().deleteRule('cascade'),
    /** Whether the person also wants own texts and photos to be removed from what stays public. */
    withTexts: p.boolean(),
    requestedAt: p.datetime(),
    /** When the erasure can no longer be undone. */
    dueAt: p.datetime(),
  },
});
export class Erasure extends ErasureSchema.class {}
ErasureSchema.setClass(Erasure);

const tombstoneKinds = ['ACCOUNT', 'ADDRESS'] as const;
export type TombstoneKind = (typeof tombstoneKinds)[number];

/**
 * Proof that an account or an address without an account was erased. A restored backup is searched for ids and addresses
 * with this keyed hash, so that nothing comes back; nobody can read them from it.
 */
const TombstoneSchema = defineEntity({
  name: 'Tombstone',
  properties: {
    /** Keyed hash of the kind, and of the id of the person or the hash of the address. */
    hmac: p.text().primary(),
    kind: p.enum(tombstoneKinds),
    withTexts: p.boolean(),
    erasedAt: p.datetime(),
  },
});
export class Tombstone extends TombstoneSchema.class {}
TombstoneSchema.setClass(Tombstone);

/**
 * Session that ended with its account, so that the browser learns to delete what it keeps; it names no person. Deleted
 * when the cookie has expired.
 */
const EndedSessionSchema = defineEntity({
  name: 'EndedSession',
  properties: {
    /** SHA-256 of the token in the cookie, as in Session. */
    tokenHash: p.text().primary(),
    endedAt: p.datetime(),
  },
});
export class EndedSession extends EndedSessionSchema.class {}
EndedSessionSchema.setClass(EndedSession);
