import { Field, ID, InputType, ObjectType } from 'type-graphql';
import type { Scope } from '../kernel/actor.ts';
import { openEnumOf } from '../kernel/enum.ts';
import { field } from '../kernel/field.ts';
import { NodeType } from '../kernel/ids.ts';
import { PayloadType } from '../kernel/payload.ts';
import { DateTime, UUID } from '../kernel/scalars.ts';

const ScopeEnum = openEnumOf(
  'Scope',
  'Right of an API key in its town: domain and operation. No scope allows votes, memberships, roles or moves of issues.',
  (scope) => scope.toUpperCase().replace(':', '_'),
);

@ObjectType('PartnerKey', {
  implements: NodeType,
  description: "API key of a partner's program, bound to one town and to scopes. The text of the key is not stored.",
})
export class PartnerKeyType {
  declare id: string;

  @field(() => String, 'Name of the partner or program, given by the town hall.')
  declare name: string;

  @field(() => [ScopeEnum], 'Scopes of the key.')
  declare scopes: readonly Scope[];

  @field(() => [String], 'Addresses and networks from which the key is accepted; empty: from everywhere. At most 20.')
  declare ips: readonly string[];

  @field(() => DateTime, 'When the key was created.')
  declare createdAt: Date;

  @field(() => DateTime, 'When the key expires.')
  declare expiresAt: Date;

  @field(() => DateTime, 'Last request or connection, exact to a minute; null: never.', { nullable: true })
  declare lastUsedAt?: Date | null;

  @field(() => DateTime, 'When the key was revoked; null: not revoked.', { nullable: true })
  declare revokedAt?: Date | null;
}

@InputType('CreatePartnerKeyInput', { description: 'A new key.' })
export class CreatePartnerKeyInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'Name of the partner or program, 2 to 80 characters.')
  declare name: string;

  @field(() => [ScopeEnum], 'Scopes of the key; at least one.')
  declare scopes: readonly Scope[];

  @field(() => DateTime, 'When the key expires; at most two years ahead.')
  declare expiresAt: Date;

  @Field(() => [String], {
    defaultValue: [],
    description:
      'Addresses or networks from which the key is accepted, e.g. 192.0.2.7 or 2001:db8::/48; empty: from everywhere. 20 entries are the maximum.',
  })
  declare ips: readonly string[];

  @field(() => UUID, 'Repeat a request with the same key and get the first result, without the secret.')
  declare idempotencyKey: string;
}

@ObjectType()
export class CreatePartnerKeyPayloadType extends PayloadType {
  @field(() => PartnerKeyType, 'The key.', { nullable: true })
  declare partnerKey?: PartnerKeyType | null;

  @field(() => String, 'Text of the key for `Authorization: Bearer …`; returned only once, not stored.', {
    nullable: true,
  })
  declare secret?: string | null;
}

@ObjectType()
export class PartnerKeyPayloadType extends PayloadType {
  @field(() => PartnerKeyType, 'The key after the change.', { nullable: true })
  declare partnerKey?: PartnerKeyType | null;
}

@InputType('RevokePartnerKeyInput', { description: 'Input of revokePartnerKey.' })
export class RevokePartnerKeyInputType {
  @Field(() => ID, { description: 'The key.' })
  declare id: string;
}
