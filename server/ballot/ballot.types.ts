import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AssuranceLevelEnum } from '../identity/identity.types.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';
import { PollType } from '../poll/poll.types.ts';

@ObjectType('BallotCount', { description: 'Counts of a closed secret poll; the bulletin board itself is a file.' })
export class BallotCountType {
  @field(() => Int, 'Number of electors.')
  declare eligible: number;

  @field(() => Int, 'Number of ballots issued.')
  declare issued: number;

  @field(() => Int, 'Number of ballots cast, with the invalid ones.')
  declare cast: number;

  @field(
    () => Int,
    'Number of envelopes without a genuine ballot; they have no line on the board. Ballots whose choices the poll does not allow are on the board and are not counted.',
  )
  declare invalid: number;

  @field(() => String, "Root of the board's hash chain, hexadecimal; also recorded in the audit trail.")
  declare root: string;
}

@ObjectType('Booth', {
  description:
    'Data that a voter needs in a secret poll: frozen text, whether a ballot was issued, counts. Exists from the opening on.',
})
export class BoothType {
  @field(() => String, 'Text of the poll as JSON with the public keys, frozen at opening.')
  declare text: string;

  @field(() => String, 'SHA-256 of `text`, hexadecimal.')
  declare textHash: string;

  @field(
    () => DateTime,
    'When the count found that the key of the ballots is lost; null: it is in its place. An admin can then enter the recovery sheet.',
    { nullable: true },
  )
  declare keyLostAt?: Date | null;
}

@InputType('TakeRecoverySheetInput', { description: 'Input of takeRecoverySheet.' })
export class TakeRecoverySheetInputType {
  @Field(() => ID, { description: 'The secret poll.' })
  declare pollId: string;
}

@ObjectType()
export class TakeRecoverySheetPayloadType extends PayloadType {
  @field(
    () => String,
    'Recovery sheet: a PDF of one page in base64, about 40 kB. It cannot be read again. Null: the call was refused.',
    { nullable: true },
  )
  declare pdf?: string | null;
}

@InputType('EnterRecoverySheetInput', { description: 'Input of enterRecoverySheet.' })
export class EnterRecoverySheetInputType {
  @Field(() => ID, { description: 'The secret poll.' })
  declare pollId: string;

  @field(() => String, 'The 24 words of the recovery sheet, separated by white space.')
  declare words: string;
}

@ObjectType()
export class EnterRecoverySheetPayloadType extends PayloadType {
  @field(() => PollType, 'The poll, which is being counted now; null: the call was refused.', { nullable: true })
  declare poll?: PollType | null;
}

@InputType('IssueBallotInput', { description: 'Input of issueBallot.' })
export class IssueBallotInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;

  @field(() => String, 'One-time key, blinded by RFC 9474 (RSABSSA-SHA384-PSS-Randomized): 384 bytes in base64url.')
  declare blinded: string;
}

@ObjectType()
export class IssueBallotPayloadType extends PayloadType {
  @field(() => String, 'Blind signature: 384 bytes in base64url; null if no ballot was issued.', { nullable: true })
  declare blindSignature?: string | null;

  @field(
    () => AssuranceLevelEnum,
    'With ASSURANCE_REQUIRED: assurance level that the session must have; null otherwise.',
    { nullable: true },
  )
  declare assuranceNeeded?: AssuranceLevel | null;
}
