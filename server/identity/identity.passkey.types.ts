import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';
import { ViewerType } from './identity.types.ts';

@ObjectType('Passkey', {
  implements: NodeType,
  description: "One of the viewer's passkeys; visible to the viewer only.",
})
export class PasskeyType {
  declare id: string;

  @field(() => String, 'Name that the owner gave to the passkey.')
  declare name: string;

  @field(() => Boolean, 'True if a service synchronises the passkey between devices.')
  declare isSynced: boolean;

  @field(() => DateTime, 'When the passkey was added.')
  declare createdAt: Date;

  @field(() => DateTime, 'When the passkey was last used; null: never.', { nullable: true })
  declare lastUsedAt?: Date | null;
}

@InputType('AddPasskeyInput', { description: 'Input of addPasskey.' })
export class AddPasskeyInputType {
  @field(() => String, 'Result of navigator.credentials.create() for the options, as JSON.')
  declare response: string;

  @field(() => String, 'Name of the passkey, 1 to 60 characters.')
  declare name: string;
}

@ObjectType()
export class PasskeyOptionsPayloadType extends PayloadType {
  @field(() => String, 'Options of WebAuthn as JSON; valid once, for five minutes, in this browser.', {
    nullable: true,
  })
  declare options?: string | null;
}

@ObjectType()
export class PasskeyPayloadType extends PayloadType {
  @field(() => ViewerType, 'The account after the change.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@ObjectType()
export class PasskeySignInPayloadType extends PayloadType {
  @field(() => ViewerType, 'The account that is signed in now; the session is in the cookie.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@ObjectType()
export class RenewProofPayloadType extends PayloadType {
  @field(() => ViewerType, 'The account with its new proof.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@InputType('RenewProofInput', { description: 'Input of renewProof: one of the two.' })
export class RenewProofInputType {
  @field(() => String, 'Result of navigator.credentials.get() for the options of startPasskeySignIn, as JSON.', {
    nullable: true,
  })
  declare response?: string | null;

  @field(() => String, 'Code of a mail that requestSignIn has sent, for accounts without a passkey.', {
    nullable: true,
  })
  declare code?: string | null;
}

@InputType('RemovePasskeyInput', { description: 'Input of removePasskey.' })
export class RemovePasskeyInputType {
  @Field(() => ID, { description: 'The passkey.' })
  declare id: string;
}

@InputType('ConfirmPasskeySignInInput', { description: 'Input of confirmPasskeySignIn.' })
export class ConfirmPasskeySignInInputType {
  @Field(() => String, { description: 'Result of navigator.credentials.get() for the options, as JSON.' })
  declare response: string;
}
