import { ID, InputType, ObjectType } from 'type-graphql';
import type { RoleKind } from '../kernel/actor.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { RoleGrantType, RoleKindEnum } from './identity.types.ts';

@ObjectType('StaffMember', { description: 'A person who works in a town hall; visible to admins of the town.' })
export class StaffMemberType {
  @field(() => ID, 'Id of the account, for revokeRole and for the filter of the audit trail.')
  declare personId: string;

  @field(() => String, 'Function or name that colleagues and readers see; null: none.', { nullable: true })
  declare name?: string | null;

  @field(() => String, 'E-mail address with which the person signs in.')
  declare email: string;

  @field(() => [RoleGrantType], 'Roles of the person in this town. At most 300.')
  declare roles: readonly RoleGrantType[];
}

@InputType('GrantRoleInput', { description: 'Input of grantRole.' })
export class GrantRoleInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => String, 'E-mail address with which the person signs in; a missing account is created.')
  declare email: string;

  @field(() => RoleKindEnum, 'Role to grant; OPERATOR is not possible, because it belongs to no town.')
  declare role: RoleKind;

  @field(() => ID, 'Desk of a CLERK; absent for other roles.', { nullable: true })
  declare deskId?: string | null;

  @field(() => String, 'Function or name, 2 to 80 characters, shown under publications. Absent: unchanged.', {
    nullable: true,
  })
  declare name?: string | null;
}

@InputType('RevokeRoleInput', { description: 'Input of revokeRole.' })
export class RevokeRoleInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => ID, 'Id of the account: StaffMember.personId.')
  declare personId: string;

  @field(() => RoleKindEnum, 'Role to revoke.')
  declare role: RoleKind;

  @field(() => ID, 'Desk of a CLERK; absent for other roles.', { nullable: true })
  declare deskId?: string | null;
}

@InputType('ResetPasskeysInput', { description: 'Input of resetPasskeys.' })
export class ResetPasskeysInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => ID, 'Id of the account: StaffMember.personId.')
  declare personId: string;
}

@ObjectType()
export class GrantRolePayloadType extends PayloadType {
  @field(() => StaffMemberType, 'The staff member with all roles in this town.', { nullable: true })
  declare member?: StaffMemberType | null;
}

@ObjectType()
export class RevokeRolePayloadType extends PayloadType {
  @field(() => [StaffMemberType], 'Staff after the change; null: the call was refused. At most 300.', {
    nullable: true,
  })
  declare staff?: readonly StaffMemberType[] | null;
}
