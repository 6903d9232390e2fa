import { ID, InputType, ObjectType } from 'type-graphql';
import type { RoleKind } from '../kernel/actor.ts';
import { field } from '../kernel/field.ts';
import { PayloadType } from '../kernel/payload.ts';
import { RoleGrantType, RoleKindEnum } from './identity.types.ts';

@ObjectType('StaffMember', { description: 'Somebody who works in a town hall; those who run it see them.' })
export class StaffMemberType {
  @field(() => ID, 'The account: for revokeRole and for the filter of the audit trail.')
  declare personId: string;

  @field(() => String, 'Function or name, as colleagues and readers see it; null: none was given.', { nullable: true })
  declare name?: string | null;

  @field(() => String, 'Address they sign in with.')
  declare email: string;

  @field(() => [RoleGrantType], 'Their roles in this town hall. At most 300.')
  declare roles: readonly RoleGrantType[];
}

@InputType('GrantRoleInput', { description: 'Who gets which role in a town hall.' })
export class GrantRoleInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => String, 'Address they sign in with; an account is made if there is none.')
  declare email: string;

  @field(() => RoleKindEnum, 'What they may do; OPERATOR belongs to no town.')
  declare role: RoleKind;

  @field(() => ID, 'The desk of a CLERK; absent for others.', { nullable: true })
  declare deskId?: string | null;

  @field(() => String, 'Function or name, 2 to 80 characters; shown under what they publish. Absent: as before.', {
    nullable: true,
  })
  declare name?: string | null;
}

@InputType('RevokeRoleInput', { description: 'Who loses which role in a town hall.' })
export class RevokeRoleInputType {
  @field(() => ID, 'The town.')
  declare municipalityId: string;

  @field(() => ID, 'The account, as the list of staff gives it.')
  declare personId: string;

  @field(() => RoleKindEnum, 'The role.')
  declare role: RoleKind;

  @field(() => ID, 'The desk of a CLERK; absent for others.', { nullable: true })
  declare deskId?: string | null;
}

@ObjectType()
export class GrantRolePayloadType extends PayloadType {
  @field(() => StaffMemberType, 'Them, with all their roles in this town hall.', { nullable: true })
  declare member?: StaffMemberType | null;
}

@ObjectType()
export class RevokeRolePayloadType extends PayloadType {
  @field(() => [StaffMemberType], 'Who works there now; null: it was refused. At most 300.', { nullable: true })
  declare staff?: readonly StaffMemberType[] | null;
}
