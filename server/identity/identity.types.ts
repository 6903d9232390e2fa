import { Extensions, Field, InputType, ObjectType } from 'type-graphql';
import type { RoleKind } from '../kernel/actor.ts';
import type { AssuranceLevel, SignInMethod } from '../kernel/assurance.ts';
import { enumOf, openEnumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { oneOf } from '../kernel/mutation.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime } from '../kernel/scalars.ts';

export const RoleKindEnum = openEnumOf('RoleKind', 'What somebody does in a town hall; citizens have no role.');

export const AssuranceLevelEnum = enumOf('AssuranceLevel', 'How sure it is who somebody is; the lowest first.', {
  BASIC: 'Somebody who can read the mails to an address.',
  SUBSTANTIAL: 'Identified by a service of level "substantial" (eIDAS, BSI TR-03107).',
  HIGH: 'Identified by a service of level "high", such as an identity card read online.',
});

const SignInMethodEnum = enumOf('SignInMethod', 'How a session was opened.', {
  EMAIL: 'By a code or link in a mail.',
  PASSKEY: 'By a passkey: the same account again, no proof of identity.',
  IDENTITY_SERVICE: 'By an identity service that the installation trusts.',
});

@ObjectType('Assurance', { description: 'What a session has proven.' })
export class AssuranceType {
  @field(() => AssuranceLevelEnum, 'The level as it was proven; it counts until endsAt.')
  declare level: AssuranceLevel;

  @field(() => SignInMethodEnum, 'How.')
  declare method: SignInMethod;

  @field(() => DateTime, 'When.')
  declare provenAt: Date;
}

@ObjectType('RoleGrant', { description: 'A role somebody has.' })
export class RoleGrantType {
  @field(() => RoleKindEnum, 'What they may do.')
  declare role: RoleKind;
}

@ObjectType('Viewer', {
  implements: NodeType,
  description: 'The account of whoever asks; nobody else sees it.',
})
export class ViewerType {
  declare id: string;

  @field(() => String, 'Address the sign-in mails go to.')
  declare email: string;

  @field(() => String, 'Language of mails: de, de-x-leicht or en.')
  declare locale: string;

  @field(() => [RoleGrantType], 'Roles in town halls; empty for citizens. At most 300.')
  declare roles: readonly RoleGrantType[];

  @field(() => AssuranceType, 'What this session has proven.')
  declare assurance: AssuranceType;

  @field(() => AssuranceLevelEnum, 'The highest level ever proven for the account; a session proves it anew.')
  declare provenLevel: AssuranceLevel;

  @field(() => DateTime, 'When that was, the last time; null: never above BASIC.', { nullable: true })
  declare provenAt?: Date | null;
}

@InputType('RequestSignInInput', { description: 'Where to send the code.' })
export class RequestSignInInputType {
  @field(() => String, 'E-mail address; an account is made at the first sign-in.')
  declare email: string;

  @field(() => String, 'Official key of the town whose page asks; it is named in the mail.', { nullable: true })
  declare ags?: string | null;

  @field(() => String, 'Language of the mail: de (default), de-x-leicht or en.', { nullable: true })
  declare locale?: string | null;
}

@Extensions(oneOf)
@InputType('ConfirmSignInInput', {
  description: 'Either the 8 digits of the mail (same browser) or the token of its link.',
})
export class ConfirmSignInInputType {
  @field(() => String, 'The 8 digits; five tries, ten minutes, only in the browser that asked.', { nullable: true })
  declare code?: string | null;

  @field(() => String, 'The last part of the link; works once and in any browser.', { nullable: true })
  declare token?: string | null;
}

@ObjectType()
export class RequestSignInPayloadType extends PayloadType {
  @field(() => DateTime, 'Until when the code in the mail is valid.', { nullable: true })
  declare expiresAt?: Date | null;
}

@ObjectType()
export class ConfirmSignInPayloadType extends PayloadType {
  @field(() => ViewerType, 'Who is signed in now; the session travels in the cookie.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@ObjectType()
export class ChooseLanguagePayloadType extends PayloadType {
  @field(() => ViewerType, 'The account as it is now.', { nullable: true })
  declare viewer?: ViewerType | null;
}

@ObjectType()
export class SignOutPayloadType extends PayloadType {}

@InputType('ChooseLanguageInput', { description: 'Input of chooseLanguage.' })
export class ChooseLanguageInputType {
  @Field(() => String, { description: 'de, de-x-leicht or en.' })
  declare locale: string;
}
