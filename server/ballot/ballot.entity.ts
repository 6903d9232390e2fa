import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../identity/identity.entity.ts';
import { Poll } from '../poll/poll.entity.ts';

/** Who was handed a ballot: stays, like a mark in the electoral roll. It stands apart from everything in the box. */
const BallotRollSchema = defineEntity({
  name: 'BallotRoll',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
    /** SHA-256 of what was signed blindly, so that the same request gets the same answer; gone after the close. */
    blindedHash: p.string().nullable(),
  },
});
export class BallotRoll extends BallotRollSchema.class {}
BallotRollSchema.setClass(BallotRoll);

/** The voting booth of one secret poll: its frozen text and its keys. */
const BoothSchema = defineEntity({
  name: 'Booth',
  schema: 'ballot_box',
  properties: {
    pollId: p.uuid().primary(),
    /** What is voted on, as JSON with the public keys in it: never changed, so that its hash names it. */
    text: p.text(),
    textHash: p.string(),
    /** Signs ballots blindly: PKCS 8, base64; gone after the close. */
    ballotKey: p.text().nullable(),
    /** Signs receipts: PKCS 8, base64; gone after the close. */
    receiptKey: p.text().nullable(),
    /** Ballots in the box. */
    castCount: p.integer().default(0),
    /** After the close: how many were handed out, and the last link of the hash chain. */
    issuedCount: p.integer().nullable(),
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
  /** The random 32 bytes before the key in what was signed blindly. */
  randomizer: p.string(),
  token: p.text(),
  choices: p.text(),
  signature: p.string(),
};

/** Ballots as they come in, in no relation to anybody; emptied at the close. */
const InboxBallotSchema = defineEntity({
  name: 'InboxBallot',
  tableName: 'inbox',
  schema: 'ballot_box',
  properties: cast,
});
export class InboxBallot extends InboxBallotSchema.class {}
InboxBallotSchema.setClass(InboxBallot);

/** The same after the close, written anew in the order of their hashes: the public board. */
const BoardBallotSchema = defineEntity({
  name: 'BoardBallot',
  tableName: 'board',
  schema: 'ballot_box',
  properties: cast,
});
export class BoardBallot extends BoardBallotSchema.class {}
BoardBallotSchema.setClass(BoardBallot);
