import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { ProofMethod } from './residence.entity.ts';

const ProofMethodEnum = enumOf('ProofMethod', 'How somebody proved that they live in the town.', {
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

@ObjectType('LetterRequest', {
  implements: NodeType,
  description: 'Somebody asks for a letter with a code; declineLetterRequest and the printing name its id.',
})
export class LetterRequestType {
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

@ObjectType('LetterBatch', {
  implements: NodeType,
  description: 'Letters that were printed together; voidLetters names their id.',
})
export class LetterBatchType {
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

@InputType('RequestResidenceLetterInput', { description: 'Where a letter goes.' })
export class RequestResidenceLetterInputType {
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

@InputType('RedeemResidenceCodeInput', { description: 'The code of a letter.' })
export class RedeemResidenceCodeInputType {
  @field(() => ID, 'The town that sent it.')
  declare municipalityId: string;

  @field(() => String, 'XXXX-XXXX-XXXX, however it is typed.')
  declare code: string;
}

@InputType('ConfirmResidenceInput', { description: 'Somebody, by the address they sign in with.' })
export class ConfirmResidenceInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => String, 'E-mail address; an account is made if there is none.')
  declare email: string;
}

@InputType('EndResidenceInput', { description: 'Somebody, by the address they sign in with.' })
export class EndResidenceInputType extends ConfirmResidenceInputType {}

@ObjectType()
export class ResidencePayloadType extends PayloadType {
  @field(() => ViewerResidenceType, 'How it stands now.', { nullable: true })
  declare residence?: ViewerResidenceType | null;
}

@ObjectType()
export class ConfirmResidencePayloadType extends PayloadType {
  @field(() => DateTime, 'Until when the proof holds.', { nullable: true })
  declare validUntil?: Date | null;
}

@ObjectType()
export class ResidenceOfficePayloadType extends PayloadType {
  @field(() => ResidenceOfficeType, 'The office as it is now.', { nullable: true })
  declare office?: ResidenceOfficeType | null;
}

@InputType('DeclineLetterRequestInput', { description: 'Input of declineLetterRequest.' })
export class DeclineLetterRequestInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => ID, { description: 'The request.' })
  declare requestId: string;
}

@InputType('VoidLettersInput', { description: 'Input of voidLetters.' })
export class VoidLettersInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => ID, { description: 'What was printed together.' })
  declare batchId: string;
}

@InputType('WithdrawLetterRequestInput', { description: 'Input of withdrawLetterRequest.' })
export class WithdrawLetterRequestInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;
}
