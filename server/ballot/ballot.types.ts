import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { AssuranceLevelEnum } from '../identity/identity.types.ts';
import type { AssuranceLevel } from '../kernel/assurance.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';

@ObjectType('BallotCount', { description: 'The three numbers of a counted secret poll; the board itself is a file.' })
export class BallotCountType {
  @field(() => Int, 'People who could take a ballot.')
  declare eligible: number;

  @field(() => Int, 'Ballots handed out.')
  declare issued: number;

  @field(() => Int, 'Ballots found in the box.')
  declare cast: number;

  @field(() => String, "Last link of the board's hash chain, hexadecimal; it also stands in the audit trail.")
  declare root: string;
}

@ObjectType('Booth', { description: 'The voting booth of a secret poll, from its opening on.' })
export class BoothType {
  @field(() => String, 'What is voted on, as JSON with the public keys, frozen at opening.')
  declare text: string;

  @field(() => String, 'SHA-256 of that text, hexadecimal.')
  declare textHash: string;
}

@InputType('IssueBallotInput', { description: 'Asks for the one ballot of a secret poll.' })
export class IssueBallotInputType {
  @Field(() => ID, { description: 'The poll.' })
  declare pollId: string;

  @field(() => String, 'The one-time key, blinded by RFC 9474 (RSABSSA-SHA384-PSS-Randomized): 384 bytes in base64url.')
  declare blinded: string;
}

@ObjectType()
export class IssueBallotPayloadType extends PayloadType {
  @field(() => String, 'The blind signature: 384 bytes in base64url.', { nullable: true })
  declare blindSignature?: string | null;

  @field(() => AssuranceLevelEnum, 'With ASSURANCE_REQUIRED: what the session must prove first.', { nullable: true })
  declare assuranceNeeded?: AssuranceLevel | null;
}
