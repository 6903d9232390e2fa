import { Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { listCost } from '../kernel/cost.ts';
import { choiceOf, idOf, toGlobalId } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { answer } from '../kernel/payload.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import { resetPasskeys } from './identity.passkey.reset.service.ts';
import { appointStaff, dismissStaff, listStaff, type StaffMember } from './identity.staff.service.ts';
import {
  GrantRoleInputType,
  GrantRolePayloadType,
  ResetPasskeysInputType,
  RevokeRoleInputType,
  RevokeRolePayloadType,
  StaffMemberType,
} from './identity.staff.types.ts';

@Resolver(() => MunicipalityType)
export class MunicipalityStaffResolver {
  @FieldResolver(() => [StaffMemberType], {
    nullable: true,
    description: 'Staff of the town, ordered by e-mail address, at most 300 roles; admins of the town only.',
    complexity: listCost(100),
  })
  async staff(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<StaffMemberType[]> {
    return (await listStaff(ctx, id)).map(shown);
  }

  @mutation(
    GrantRolePayloadType,
    'Grant a role to the account with an e-mail address (admins of the town). Repeating the call changes nothing.',
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
    'Revoke a role, with immediate effect on open connections (admins of the town). Repeating the call changes nothing.',
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

  @mutation(
    GrantRolePayloadType,
    'Remove all passkeys of a staff member who has lost the device, and end the sessions of the account (another admin of the town; of people with roles elsewhere the operator). The member gets a mail about it.',
  )
  resetPasskeys(
    @Input(() => ResetPasskeysInputType) input: ResetPasskeysInputType,
    @Ctx() ctx: Context,
  ): Promise<GrantRolePayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    const personId = idOf('Person', input.personId);
    return answer(async () => ({ member: shown(await resetPasskeys(ctx, { municipalityId, personId })) }));
  }
}

function deskOf({ deskId }: { readonly deskId?: string | null }): string | null {
  return deskId == null ? null : choiceOf('Desk', deskId);
}

function shown({ personId, ...member }: StaffMember): StaffMemberType {
  return { ...member, personId: toGlobalId('Person', personId) };
}
