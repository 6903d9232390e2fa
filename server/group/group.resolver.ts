import { Arg, Args, Ctx, FieldResolver, ID, Int, Query, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { expensivePageCost, loadedCost } from '../kernel/cost.ts';
import { idOf } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import { permission, PermissionType } from '../kernel/permission.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { townOf } from '../municipality/municipality.service.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { GroupRow } from './group.entity.ts';
import { ChangeGroupInputType, CreateGroupInputType, GroupPayloadType } from './group.input.types.ts';
import { listGroups, listViewerGroups } from './group.list.service.ts';
import { changeGroup, createGroup } from './group.making.service.ts';
import { canJoinGroup, canManageGroups, canPublishIn } from './group.rules.ts';
import { countMembers, findGroup, findTownGroup, standingIn } from './group.service.ts';
import { GroupConnectionType, GroupType } from './group.types.ts';

@Resolver(() => GroupType)
export class GroupResolver {
  @Query(() => GroupType, {
    nullable: true,
    complexity: loadedCost,
    description: 'A group by id. Errors: NOT_FOUND, also if the group is hidden from the viewer.',
  })
  group(@Arg('id', () => ID, { description: 'The group.' }) id: string, @Ctx() ctx: Context): Promise<GroupType> {
    return findGroup(ctx, idOf('Group', id));
  }

  @mutation(GroupPayloadType, 'Create a group (admins of the town).')
  createGroup(
    @Input(() => CreateGroupInputType) input: CreateGroupInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    return answer(async () => ({ group: await createGroup(ctx, { ...input, municipalityId }) }));
  }

  @mutation(GroupPayloadType, 'Change a group (admins of the town). The group of the whole town must stay open.')
  changeGroup(
    @Input(() => ChangeGroupInputType) input: ChangeGroupInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await changeGroup(ctx, { ...input, groupId: idOf('Group', input.groupId) }) }));
  }

  @FieldResolver(() => MunicipalityType, { description: 'Town that the group belongs to.' })
  municipality(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<MunicipalityType> {
    return townOf(ctx, group);
  }

  @FieldResolver(() => Int, {
    nullable: true,
    description: 'Number of members; null if the group is hidden from the viewer.',
  })
  memberCount(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<number | null> {
    return countMembers(ctx, group);
  }

  @FieldResolver(() => Boolean, { description: 'True if the viewer is a member; false when signed out.' })
  async viewerIsMember(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<boolean> {
    return (await standingIn(ctx, group.id)).isMember;
  }

  @FieldResolver(() => Boolean, {
    description: 'True if the viewer has requested membership and the town hall has not decided yet.',
  })
  async viewerHasRequested(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<boolean> {
    return (await standingIn(ctx, group.id)).hasRequested;
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may become a member by joinGroup.' })
  viewerCanJoin(@Root() group: GroupRow, @Ctx() { actor }: Context): PermissionType {
    return permission(canJoinGroup(actor, group));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may publish in the group.' })
  async viewerCanPublish(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<PermissionType> {
    return permission(canPublishIn(ctx.actor, group, await standingIn(ctx, group.id)));
  }

  @FieldResolver(() => PermissionType, { description: 'Whether the viewer may change the group and its memberships.' })
  viewerCanManage(@Root() group: GroupRow, @Ctx() { actor }: Context): PermissionType {
    return permission(canManageGroups(actor, group.municipality.id));
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityGroupResolver {
  @FieldResolver(() => GroupType, {
    nullable: true,
    complexity: loadedCost,
    description: 'Group of the whole town.',
  })
  townGroup(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<GroupType | null> {
    return findTownGroup(ctx, municipality.id);
  }

  @FieldResolver(() => GroupConnectionType, {
    nullable: true,
    complexity: expensivePageCost(10),
    description: 'Groups of the town that are visible to the viewer: the group of the whole town first, then by name.',
  })
  groups(
    @Root() municipality: MunicipalityRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<GroupType>> {
    return listGroups(ctx, municipality.id, page);
  }

  @FieldResolver(() => [GroupType], {
    description: 'Groups of the town of which the viewer is a member; empty when signed out. At most 200.',
  })
  viewerGroups(@Root() municipality: MunicipalityRow, @Ctx() ctx: Context): Promise<GroupType[]> {
    return listViewerGroups(ctx, municipality.id);
  }
}
