import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';
import { ViewerType } from './identity.types.ts';

@ObjectType('Passkey', {
  implements: NodeType,
  description: "One of the viewer's passkeys; nobody else sees it.",
})
export class PasskeyType {
  declare id: string;

  @field(() => String, 'What its owner calls it.')
  declare name: string;

  @field(() => Boolean, 'It is kept by a service for all devices of its owner.')
  declare isSynced: boolean;

  @field(() => DateTime, 'When it was added.')
  declare createdAt: Date;

  @field(() => DateTime, 'When it was used last; null: not yet.', { nullable: true })
  declare lastUsedAt?: Date | null;
}

@InputType('AddPasskeyInput', { description: 'A passkey the browser has just made.' })
export class AddPasskeyInputType {
  @field(() => String, 'What navigator.credentials.create() answered to the options, as JSON.')
  declare response: string;

  @field(() => String, 'What its owner calls it, 1 to 60 characters.')
  declare name: string;
}

@ObjectType()
export class PasskeyOptionsPayloadType extends PayloadType {
  @field(() => String, 'For the browser, as JSON (WebAuthn); valid for five minutes, once, in this browser.', {
    nullable: true,
  })
  declare options?: string | null;
}

@ObjectType()
export class PasskeyPayloadType extends PayloadType {
  @field(() => ViewerType, 'The account with its passkeys as they are now.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@ObjectType()
export class PasskeySignInPayloadType extends PayloadType {
  @field(() => ViewerType, 'Who is signed in now; the session travels in the cookie.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@InputType('RemovePasskeyInput', { description: 'Input of removePasskey.' })
export class RemovePasskeyInputType {
  @Field(() => ID, { description: 'The passkey.' })
  declare id: string;
}

@InputType('ConfirmPasskeySignInInput', { description: 'Input of confirmPasskeySignIn.' })
export class ConfirmPasskeySignInInputType {
  @Field(() => String, { description: 'What navigator.credentials.get() answered, as JSON.' })
  declare response: string;
}
