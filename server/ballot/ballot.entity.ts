import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import { Poll } from '../poll/poll.entity.ts';

/** Person to whom a ballot was issued; kept after the close. No key or column links the row to a ballot. */
const BallotRollSchema = defineEntity({
  name: 'BallotRoll',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
    /** SHA-256 of the blinded key, hexadecimal: makes issueBallot idempotent. Null after the close. */
    blindedHash: p.string().nullable(),
  },
});
export class BallotRoll extends BallotRollSchema.class {}
BallotRollSchema.setClass(BallotRoll);

/** Frozen text and keys of one secret poll. */
const BoothSchema = defineEntity({
  name: 'Booth',
  schema: 'ballot_box',
  properties: {
    pollId: p.uuid().primary(),
    /** `PollText` as JSON, including the public keys; never changes. */
    text: p.text(),
    textHash: p.string(),
    /** RSA private key for blind signatures: PKCS 8, base64; null after the count. */
    ballotKey: p.text().nullable(),
    /** Ed25519 private key for receipts: PKCS 8, base64; null after the count. */
    receiptKey: p.text().nullable(),
    /** Number of ballots cast. */
    castCount: p.integer().default(0),
    /** Number of envelopes without a genuine ballot, which are not on the board; null before the count. */
    invalidCount: p.integer().nullable(),
    /** When an admin fetched the recovery sheet; null: not yet. */
    sheetFetchedAt: p.datetime().nullable(),
    /** When the count found no private key; null: nothing is missing. The recovery sheet ends this state. */
    keyLostAt: p.datetime().nullable(),
    /** Number of ballots issued; null before the count. */
    issuedCount: p.integer().nullable(),
    /** Root of the board's hash chain, hexadecimal; null before the count. */
    root: p.string().nullable(),
  },
});
export class Booth extends BoothSchema.class {}
BoothSchema.setClass(Booth);

/** Encrypted ballots of polls that are not counted yet, without a link to a person or to the board. */
const EnvelopeSchema = defineEntity({
  name: 'Envelope',
  schema: 'ballot_box',
  properties: {
    pollId: p.uuid().primary(),
    /** `slotOf` the one-time key, base64url: each key has one place. */
    slot: p.string().primary(),
    /** Encrypted ballot, base64url. */
    ciphertext: p.text(),
  },
});
export class Envelope extends EnvelopeSchema.class {}
EnvelopeSchema.setClass(Envelope);

/** Ballots of counted polls, written in the order of their key hashes: the public bulletin board. */
const BulletinBallotSchema = defineEntity({
  name: 'BulletinBallot',
  tableName: 'board',
  schema: 'ballot_box',
  properties: {
    pollId: p.uuid().primary(),
    /** SHA-256 of the one-time key, hexadecimal. */
    keyHash: p.string().primary(),
    key: p.string(),
    /** 32 random bytes, base64url; the blind signature covers `randomizer` followed by `key`. */
    randomizer: p.string(),
    token: p.text(),
    choices: p.text(),
    signature: p.string(),
  },
});
export class BulletinBallot extends BulletinBallotSchema.class {}
BulletinBallotSchema.setClass(BulletinBallot);
