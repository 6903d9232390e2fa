import { Field, ID, InputType, Int, ObjectType } from 'type-graphql';
import { enumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';
import type { ProofMethod } from './residence.entity.ts';

const ProofMethodEnum = enumOf('ProofMethod', 'How a person proved residence.', {
  LETTER: 'With the code of a letter to the address.',
  COUNTER: 'At the counter of the town hall, with an identity card.',
});

@ObjectType('ViewerResidence', {
  description: "State of the viewer's own proof of residence in a town; visible to the viewer only.",
})
export class ViewerResidenceType {
  @field(() => Boolean, 'True if the viewer has a valid proof.')
  declare isProven: boolean;

  @field(() => ProofMethodEnum, 'Method of the last proof, which may have expired; null: never proven in this town.', {
    nullable: true,
  })
  declare method?: ProofMethod | null;

  @field(() => DateTime, 'When the last proof was given; null: never.', { nullable: true })
  declare provenAt?: Date | null;

  @field(() => DateTime, 'Until when the last proof is or was valid; null: never proven.', { nullable: true })
  declare validUntil?: Date | null;

  @field(() => DateTime, 'When the viewer requested a letter that is not printed yet; null: no open request.', {
    nullable: true,
  })
  declare letterRequestedAt?: Date | null;
}

@ObjectType('LetterRequest', {
  implements: NodeType,
  description: 'Request for a letter with a code. declineLetterRequest and the printing use the id.',
})
export class LetterRequestType {
  declare id: string;

  @field(() => String, 'First and last name.')
  declare name: string;

  @field(() => String, 'Street and number.')
  declare street: string;

  @field(() => String, 'Five digits.')
  declare postcode: string;

  @field(() => String, 'Town or village of the address.')
  declare city: string;

  @field(() => DateTime, 'When the letter was requested.')
  declare requestedAt: Date;
}

@ObjectType('LetterBatch', {
  implements: NodeType,
  description: 'Letters that were printed together. voidLetters uses the id.',
})
export class LetterBatchType {
  declare id: string;

  @field(() => DateTime, 'When the letters were printed.')
  declare createdAt: Date;

  @field(() => DateTime, 'Until when the codes can be redeemed.')
  declare expiresAt: Date;

  @field(() => Int, 'Number of letters.')
  declare letters: number;

  @field(() => DateTime, 'When the unused codes were declared void; null: valid.', { nullable: true })
  declare voidedAt?: Date | null;
}

@ObjectType('ResidenceOffice', { description: 'Proofs of residence in one town, for registrars and admins.' })
export class ResidenceOfficeType {
  @field(() => Int, 'Number of people with a valid proof.')
  declare proven: number;
}

@InputType('RequestResidenceLetterInput', { description: 'Input of requestResidenceLetter: recipient of the letter.' })
export class RequestResidenceLetterInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => String, 'First and last name, 2 to 60 characters.')
  declare name: string;

  @field(() => String, 'Street and number, 2 to 60 characters.')
  declare street: string;

  @field(() => String, 'Five digits.')
  declare postcode: string;

  @field(() => String, 'Town or village of the address, 2 to 60 characters.')
  declare city: string;
}

@InputType('RedeemResidenceCodeInput', { description: 'Input of redeemResidenceCode.' })
export class RedeemResidenceCodeInputType {
  @field(() => ID, 'The town that sent the letter.')
  declare municipalityId: string;

  @field(() => String, 'Code XXXX-XXXX-XXXX; case, spaces and dashes do not matter.')
  declare code: string;
}

@InputType('ConfirmResidenceInput', { description: 'Input of confirmResidence.' })
export class ConfirmResidenceInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => String, 'E-mail address with which the person signs in; confirmResidence creates a missing account.')
  declare email: string;
}

@InputType('EndResidenceInput', { description: 'Input of endResidence.' })
export class EndResidenceInputType extends ConfirmResidenceInputType {}

@ObjectType()
export class ResidencePayloadType extends PayloadType {
  @field(() => ViewerResidenceType, "State of the viewer's proof of residence after the change.", { nullable: true })
  declare residence?: ViewerResidenceType | null;
}

@ObjectType()
export class ConfirmResidencePayloadType extends PayloadType {
  @field(() => DateTime, 'Until when the proof is valid.', { nullable: true })
  declare validUntil?: Date | null;
}

@ObjectType()
export class ResidenceOfficePayloadType extends PayloadType {
  @field(() => ResidenceOfficeType, 'State of proofs of residence after the change.', { nullable: true })
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

  @Field(() => ID, { description: 'The batch of letters.' })
  declare batchId: string;
}

@InputType('WithdrawLetterRequestInput', { description: 'Input of withdrawLetterRequest.' })
export class WithdrawLetterRequestInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;
}
