import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Scope } from '../kernel/actor.ts';
import { openEnumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';

const ScopeEnum = openEnumOf(
  'Scope',
  "What a partner's key may do in its town: domain and act. Never votes, memberships, roles or moves.",
  (scope) => scope.toUpperCase().replace(':', '_'),
);

@ObjectType('PartnerKey', {
  implements: NodeType,
  description:
    "What a partner's program shows to be let in: bound to one town and to its scopes. Its text is not kept.",
})
export class PartnerKeyType {
  declare id: string;

  @field(() => String, 'Whose program it is, as the town hall calls it.')
  declare name: string;

  @field(() => [ScopeEnum], 'What it may do.')
  declare scopes: readonly Scope[];

  @field(() => [String], 'Addresses and networks it may come from; empty: from everywhere. At most 20.')
  declare ips: readonly string[];

  @field(() => DateTime, 'When it was made.')
  declare createdAt: Date;

  @field(() => DateTime, 'From then on it opens nothing.')
  declare expiresAt: Date;

  @field(() => DateTime, 'Its last request or connection, to the minute; null: never.', { nullable: true })
  declare lastUsedAt?: Date | null;

  @field(() => DateTime, 'When it was revoked.', { nullable: true })
  declare revokedAt?: Date | null;
}

@InputType('CreatePartnerKeyInput', { description: 'A new key.' })
export class CreatePartnerKeyInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Whose program it is, 2 to 80 characters.')
  declare name: string;

  @field(() => [ScopeEnum], 'What it may do; at least one.')
  declare scopes: readonly Scope[];

  @field(() => DateTime, 'When it ends; at most two years ahead.')
  declare expiresAt: Date;

  @Field(() => [String], {
    defaultValue: [],
    description: 'Addresses or networks it may come from, e.g. 192.0.2.7 or 2001:db8::/48; empty: from everywhere.',
  })
  declare ips: readonly string[];

  @field(() => UUID, 'Repeat a request with the same key and get the first result, without the secret.')
  declare idempotencyKey: string;
}

@ObjectType()
export class CreatePartnerKeyPayloadType extends PayloadType {
  @field(() => PartnerKeyType, 'The key.', { nullable: true })
  declare partnerKey?: PartnerKeyType | null;

  @field(() => String, 'The text to send as `Authorization: Bearer …`: shown this once, kept nowhere.', {
    nullable: true,
  })
  declare secret?: string | null;
}

@ObjectType()
export class PartnerKeyPayloadType extends PayloadType {
  @field(() => PartnerKeyType, 'The key as it is now.', { nullable: true })
  declare partnerKey?: PartnerKeyType | null;
}

@InputType('RevokePartnerKeyInput', { description: 'Input of revokePartnerKey.' })
export class RevokePartnerKeyInputType {
  @Field(() => ID, { description: 'The key.' })
  declare id: string;
}
