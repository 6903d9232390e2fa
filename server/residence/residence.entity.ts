import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

const proofMethods = ['LETTER', 'COUNTER'] as const;
export type ProofMethod = (typeof proofMethods)[number];

/** Wohnsitznachweis: somebody has shown that they live in this town. In no other town it says anything. */
const ResidenceProofSchema = defineEntity({
  name: 'ResidenceProof',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    method: p.enum(proofMethods),
    provenAt: p.datetime(),
    validUntil: p.datetime(),
    /** COUNTER: who saw the identity card; nothing of the card is kept. */
    confirmedBy: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    /** LETTER: to whom the letter went, under the installation's secret; one addressee proves one person. */
    addresseeHash: p.string().nullable(),
  },
  uniques: [{ properties: ['municipality', 'person'] }],
  indexes: [{ properties: ['municipality', 'addresseeHash'] }, { properties: ['municipality', 'validUntil'] }],
});
export class ResidenceProof extends ResidenceProofSchema.class {}
ResidenceProofSchema.setClass(ResidenceProof);
export type ResidenceProofRow = RowOf<ResidenceProof>;

/** A citizen asks for a letter. Gone once it is printed or the wish is taken back: no address stays. */
const LetterRequestSchema = defineEntity({
  name: 'LetterRequest',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    name: p.string(),
    street: p.string(),
    postcode: p.string(),
    city: p.string(),
    requestedAt: p.datetime(),
  },
  uniques: [{ properties: ['municipality', 'person'] }],
});
export class LetterRequest extends LetterRequestSchema.class {}
LetterRequestSchema.setClass(LetterRequest);

/** Letters that were made and printed together. */
const LetterBatchSchema = defineEntity({
  name: 'LetterBatch',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    createdBy: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    letters: p.integer(),
    /** Its letters prove nothing any more: they were lost before they were sent. */
    voidedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality', 'createdAt'] }],
});
export class LetterBatch extends LetterBatchSchema.class {}
LetterBatchSchema.setClass(LetterBatch);

/** A code that was sent by post. Bound to a town and an addressee; to an account only by whoever redeems it. */
const ResidenceLetterSchema = defineEntity({
  name: 'ResidenceLetter',
  properties: {
    id: p.uuid().primary(),
    batch: () => p.manyToOne(LetterBatch).ref().deleteRule('cascade'),
    municipality: () => p.manyToOne(Municipality).ref(),
    /** HMAC of town and code under the installation's secret. */
    codeHash: p.string().unique(),
    addresseeHash: p.string(),
    redeemedAt: p.datetime().nullable(),
    /** A newer letter to the same addressee takes its place. */
    replacedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['batch'] }, { properties: ['municipality', 'addresseeHash'] }],
});
export class ResidenceLetter extends ResidenceLetterSchema.class {}
ResidenceLetterSchema.setClass(ResidenceLetter);
