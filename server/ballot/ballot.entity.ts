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
    /** RSA private key for blind signatures: PKCS 8, base64; null after the close. */
    ballotKey: p.text().nullable(),
    /** Ed25519 private key for receipts: PKCS 8, base64; null after the close. */
    receiptKey: p.text().nullable(),
    /** Number of ballots cast. */
    castCount: p.integer().default(0),
    /** Number of ballots issued; null before the close. */
    issuedCount: p.integer().nullable(),
    /** Root of the board's hash chain, hexadecimal; null before the close. */
    root: p.string().nullable(),
  },
});
export class Booth extends BoothSchema.class {}
BoothSchema.setClass(Booth);

const cast = {
  pollId: p.uuid().primary(),
  /** SHA-256 of the one-time key, hexadecimal. */
  keyHash: p.string().primary(),
  key: p.string(),
  /** 32 random bytes, base64url; the blind signature covers `randomizer` followed by `key`. */
  randomizer: p.string(),
  token: p.text(),
  choices: p.text(),
  signature: p.string(),
};

/** Ballots of open polls, without any link to a person; deleted at the close. */
const InboxBallotSchema = defineEntity({
  name: 'InboxBallot',
  tableName: 'inbox',
  schema: 'ballot_box',
  properties: cast,
});
export class InboxBallot extends InboxBallotSchema.class {}
InboxBallotSchema.setClass(InboxBallot);

/** Ballots of closed polls, written at the close in the order of their key hashes: the public bulletin board. */
const BoardBallotSchema = defineEntity({
  name: 'BoardBallot',
  tableName: 'board',
  schema: 'ballot_box',
  properties: cast,
});
export class BoardBallot extends BoardBallotSchema.class {}
BoardBallotSchema.setClass(BoardBallot);
