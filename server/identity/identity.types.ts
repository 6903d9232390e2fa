import { Extensions, Field, InputType, ObjectType } from 'type-graphql';
import type { RoleKind } from '../kernel/actor.ts';
import type { AssuranceLevel, SignInMethod } from '../kernel/assurance.ts';
import { enumOf, openEnumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { oneOf } from '../kernel/mutation.ts';
import { PayloadType, proofDescription, ProvablePayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';

export const RoleKindEnum = openEnumOf('RoleKind', 'Role of a person in a town hall; citizens have no role.');

export const AssuranceLevelEnum = enumOf(
  'AssuranceLevel',
  'How certain the identity of a person is; the lowest level first.',
  {
    BASIC: 'The person can read mails to an e-mail address.',
    SUBSTANTIAL: 'A service of level "substantial" identified the person (eIDAS, BSI TR-03107).',
    HIGH: 'A service of level "high" identified the person, such as the online function of the identity card.',
  },
);

export const SignInMethodEnum = enumOf('SignInMethod', 'How a session was opened.', {
  EMAIL: 'With a code or link in a mail.',
  PASSKEY: 'With a passkey, which proves possession of the account but no identity.',
  IDENTITY_SERVICE: 'With an identity service that the installation trusts.',
});

@ObjectType('Assurance', { description: 'Assurance level of a session.' })
export class AssuranceType {
  @field(() => AssuranceLevelEnum, 'Level as proven; valid until `endsAt`.')
  declare level: AssuranceLevel;

  @field(() => SignInMethodEnum, 'Method by which the session was opened.')
  declare method: SignInMethod;

  @field(() => DateTime, 'When the level was proven.')
  declare provenAt: Date;
}

@ObjectType('RoleGrant', { description: 'Role of a person.' })
export class RoleGrantType {
  @field(() => RoleKindEnum, 'Kind of the role.')
  declare role: RoleKind;

  @field(() => DateTime, 'When the role was granted; null: unknown.', { nullable: true })
  declare grantedAt?: Date | null;
}

@ObjectType('Viewer', {
  implements: NodeType,
  description: 'Account of the person who sends the request; visible to that person only.',
})
export class ViewerType {
  declare id: string;

  @field(() => String, 'E-mail address with which the viewer signs in.')
  declare email: string;

  @field(() => String, 'Language of mails: de, de-x-leicht or en.')
  declare locale: string;

  @field(() => [RoleGrantType], 'Roles in town halls; empty for citizens. At most 300.')
  declare roles: readonly RoleGrantType[];

  @field(
    () => Boolean,
    'True if the viewer is ADMIN or OPERATOR and this session was not opened with a passkey: the roles rest, and mutations are refused with PASSKEY_REQUIRED. Adding the first passkey or signing in with a passkey ends this.',
  )
  declare needsPasskey: boolean;

  @field(() => AssuranceType, 'Assurance level of this session.')
  declare assurance: AssuranceType;

  @field(
    () => AssuranceLevelEnum,
    'Highest level ever proven for the account. Rights depend on the level of the session.',
  )
  declare provenLevel: AssuranceLevel;

  @field(() => DateTime, 'When `provenLevel` was last proven; null: never above BASIC.', { nullable: true })
  declare provenAt?: Date | null;
}

@InputType('RequestSignInInput', { description: 'Input of requestSignIn.' })
export class RequestSignInInputType {
  @field(() => String, 'E-mail address; the first sign-in creates an account.')
  declare email: string;

  @field(() => String, 'Official key of the town whose page sends the request; the mail names the town.', {
    nullable: true,
  })
  declare ags?: string | null;

  @field(() => String, 'Language of the mail: de (default), de-x-leicht or en.', { nullable: true })
  declare locale?: string | null;

  @field(
    () => String,
    'Path of this site to which the link of the mail leads after the sign-in, at most 500 characters; anything else is ignored.',
    { nullable: true },
  )
  declare next?: string | null;

  @field(() => String, proofDescription, { nullable: true })
  declare proof?: string | null;
}

@Extensions(oneOf)
@InputType('ConfirmSignInInput', {
  description: 'Input of confirmSignIn: either the 8 digits of the mail (same browser) or the token of its link.',
})
export class ConfirmSignInInputType {
  @field(
    () => String,
    'Code of 8 digits; valid for five tries and ten minutes, only in the browser that requested it.',
    { nullable: true },
  )
  declare code?: string | null;

  @field(() => String, 'Last part of the path of the link in the mail; works once, for an hour, in any browser.', {
    nullable: true,
  })
  declare token?: string | null;
}

@ObjectType()
export class RequestSignInPayloadType extends ProvablePayloadType {
  @field(() => DateTime, 'Until when the code of a mail that was sent now is valid.', { nullable: true })
  declare expiresAt?: Date | null;
}

@ObjectType()
export class ConfirmSignInPayloadType extends PayloadType {
  @field(() => ViewerType, 'The account that is signed in now; the session is in the cookie.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@ObjectType()
export class ChooseLanguagePayloadType extends PayloadType {
  @field(() => ViewerType, 'The account after the change.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@ObjectType()
export class SignOutPayloadType extends PayloadType {}

@InputType('ChooseLanguageInput', { description: 'Input of chooseLanguage.' })
export class ChooseLanguageInputType {
  @Field(() => String, { description: 'Language: de, de-x-leicht or en.' })
  declare locale: string;
}
