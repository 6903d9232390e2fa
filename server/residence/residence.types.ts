import { ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { ProofMethod } from './residence.entity.ts';

export const ProofMethodEnum = enumOf('ProofMethod', 'How somebody proved that they live in the town.', {
  LETTER: 'With the code of a letter that reached them there.',
  COUNTER: 'At the counter of the town hall, with an identity card.',
});

@ObjectType('ViewerResidence', {
  description: 'Whether the viewer has proven to live in this town; nobody else sees it.',
})
export class ViewerResidenceType {
  @field(() => Boolean, 'A proof holds now.')
  declare isProven: boolean;

  @field(() => ProofMethodEnum, 'How; null: never proven here.', { nullable: true })
  declare method?: ProofMethod | null;

  @field(() => DateTime, 'When.', { nullable: true })
  declare provenAt?: Date | null;

  @field(() => DateTime, 'Until when it holds or held.', { nullable: true })
  declare validUntil?: Date | null;

  @field(() => DateTime, 'When they asked for a letter that is not printed yet.', { nullable: true })
  declare letterRequestedAt?: Date | null;
}

@ObjectType('LetterRequest', { description: 'Somebody asks for a letter with a code.' })
export class LetterRequestType {
  @field(() => ID, 'For declineLetterRequest and for printing.')
  declare id: string;

  @field(() => String, 'First and last name.')
  declare name: string;

  @field(() => String, 'Street and number.')
  declare street: string;

  @field(() => String, 'Five digits.')
  declare postcode: string;

  @field(() => String, 'Place.')
  declare city: string;

  @field(() => DateTime, 'When they asked.')
  declare requestedAt: Date;
}

@ObjectType('LetterBatch', { description: 'Letters that were printed together.' })
export class LetterBatchType {
  @field(() => ID, 'For voidLetters.')
  declare id: string;

  @field(() => DateTime, 'When they were printed.')
  declare createdAt: Date;

  @field(() => DateTime, 'Until when their codes can be redeemed.')
  declare expiresAt: Date;

  @field(() => Int, 'How many.')
  declare letters: number;

  @field(() => DateTime, 'When they were declared void; null: they are not.', { nullable: true })
  declare voidedAt?: Date | null;
}

@ObjectType('ResidenceOffice', { description: 'What the town hall does about proofs of residence.' })
export class ResidenceOfficeType {
  @field(() => Int, 'People with a proof that holds now.')
  declare proven: number;
}

@InputType('AddresseeInput', { description: 'Where a letter goes.' })
export class AddresseeInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => String, 'First and last name, 2 to 60 characters.')
  declare name: string;

  @field(() => String, 'Street and number, 2 to 60 characters.')
  declare street: string;

  @field(() => String, 'Five digits.')
  declare postcode: string;

  @field(() => String, 'Place, 2 to 60 characters.')
  declare city: string;
}

@InputType('RedeemCodeInput', { description: 'The code of a letter.' })
export class RedeemCodeInputType {
  @field(() => ID, 'The town that sent it.')
  declare municipalityId: string;

  @field(() => String, 'XXXX-XXXX-XXXX, however it is typed.')
  declare code: string;
}

@InputType('ResidentInput', { description: 'Somebody, by the address they sign in with.' })
export class ResidentInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => String, 'E-mail address; an account is made if there is none.')
  declare email: string;
}

@ObjectType('ResidencePayload', {
  description:
    'Answer to what a person does about their own residence. Refused: UNKNOWN_CODE, CODE_USED, LETTER_EXPIRED, …',
})
export class ResidencePayloadType extends PayloadType {
  @field(() => ViewerResidenceType, 'How it stands now.', { nullable: true })
  declare residence?: ViewerResidenceType | null;
}

@ObjectType('ConfirmResidencePayload', { description: 'Answer of confirmResidence. Refused: BAD_EMAIL.' })
export class ConfirmResidencePayloadType extends PayloadType {
  @field(() => DateTime, 'Until when the proof holds.', { nullable: true })
  declare validUntil?: Date | null;
}

@ObjectType('ResidenceOfficePayload', {
  description: 'Answer to what the town hall does. Refused: BAD_EMAIL, NOT_PROVEN.',
})
export class ResidenceOfficePayloadType extends PayloadType {
  @field(() => ResidenceOfficeType, 'The office as it is now.', { nullable: true })
  declare office?: ResidenceOfficeType | null;
}
