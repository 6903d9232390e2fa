import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

const proofMethods = ['LETTER', 'COUNTER'] as const;
export type ProofMethod = (typeof proofMethods)[number];

/** Proof of residence (Wohnsitznachweis) of a person in one town; says nothing about other towns. */
const ResidenceProofSchema = defineEntity({
  name: 'ResidenceProof',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    person: () => p.manyToOne(Person).ref().deleteRule('cascade'),
    method: p.enum(proofMethods),
    provenAt: p.datetime(),
    validUntil: p.datetime(),
    /** COUNTER: staff member who saw the identity card; no data of the card is kept. */
    confirmedBy: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    /** LETTER: HMAC of the addressee under the installation's secret; an addressee can prove only one person. */
    addresseeHash: p.string().nullable(),
  },
  uniques: [{ properties: ['municipality', 'person'] }],
  indexes: [{ properties: ['municipality', 'addresseeHash'] }, { properties: ['municipality', 'validUntil'] }],
});
export class ResidenceProof extends ResidenceProofSchema.class {}
ResidenceProofSchema.setClass(ResidenceProof);
export type ResidenceProofRow = RowOf<ResidenceProof>;

/** Request of a citizen for a letter; deleted with its address when the letter is printed or the request is dropped. */
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

/** Letters that were created and printed together. */
const LetterBatchSchema = defineEntity({
  name: 'LetterBatch',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    createdBy: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    createdAt: p.datetime(),
    expiresAt: p.datetime(),
    letters: p.integer(),
    /**
     * When the unused codes of the batch were declared void, for example because the letters were lost; null: valid.
     */
    voidedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality', 'createdAt'] }],
});
export class LetterBatch extends LetterBatchSchema.class {}
LetterBatchSchema.setClass(LetterBatch);

/** Code of a letter, bound to a town and an addressee. The account is unknown until a person redeems the code. */
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
    /** When a newer letter to the same addressee made the code invalid; null: not replaced. */
    replacedAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['batch'] }, { properties: ['municipality', 'addresseeHash'] }],
});
export class ResidenceLetter extends ResidenceLetterSchema.class {}
ResidenceLetterSchema.setClass(ResidenceLetter);
