import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { choiceOf, idOf, toGlobalId } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { appointStaff, dismissStaff, listStaff, type StaffMember } from './identity.staff.service.ts';
import {
  GrantRoleInputType,
  GrantRolePayloadType,
  RevokeRoleInputType,
  RevokeRolePayloadType,
  StaffMemberType,
} from './identity.staff.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityStaffResolver {
  @FieldResolver(() => [StaffMemberType], {
    nullable: true,
    description: 'Who works in the town hall, by address, at most 300 roles; admins of the town only.',
  })
  async staff(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<StaffMemberType[]> {
    return (await listStaff(ctx, id)).map(shown);
  }

  @mutation(
    GrantRolePayloadType,
    'Gives somebody a role in the town hall, by address (admins of the town). Granting twice is fine.',
  )
  grantRole(
    @Input(() => GrantRoleInputType) input: GrantRoleInputType,
    @Ctx() ctx: Context,
  ): Promise<GrantRolePayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    const deskId = deskOf(input);
    return answer(async () => ({ member: shown(await appointStaff(ctx, { ...input, municipalityId, deskId })) }));
  }

  @mutation(
    RevokeRolePayloadType,
    'Takes a role back, at once on open connections too (admins of the town). Revoking twice is fine.',
  )
  revokeRole(
    @Input(() => RevokeRoleInputType) input: RevokeRoleInputType,
    @Ctx() ctx: Context,
  ): Promise<RevokeRolePayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    const personId = idOf('Person', input.personId);
    const deskId = deskOf(input);
    return answer(async () => ({
      staff: (await dismissStaff(ctx, { ...input, municipalityId, personId, deskId })).map(shown),
    }));
  }
}

function deskOf({ deskId }: { readonly deskId?: string | null }): string | null {
  return deskId == null ? null : choiceOf('Desk', deskId);
}

function shown({ personId, ...member }: StaffMember): StaffMemberType {
  return { ...member, personId: toGlobalId('Person', personId) };
}
