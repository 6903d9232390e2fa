import { Arg, Ctx, FieldResolver, ID, Int, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf } from '../kernel/ids.ts';
import { found, registerNode } from '../kernel/nodes.ts';
import { answer } from '../kernel/payload.ts';
import type { Municipality } from '../municipality/municipality.entity.ts';
import { MunicipalityType } from '../municipality/municipality.types.ts';
import type { Group } from './group.entity.ts';
import { countMembers, findGroup, findTownGroup, joinGroup, leaveGroup, standingIn } from './group.service.ts';
import { GroupPayloadType, GroupType } from './group.types.ts';

registerNode('Group', (ctx, id) => findGroup(ctx, id));

@Resolver(() => GroupType)
export class GroupResolver {
  @Mutation(() => GroupPayloadType, { description: 'Become a member of an open group. Refused: GROUP_NOT_OPEN.' })
  joinGroup(
    @Arg('groupId', () => ID, { description: 'The group.' }) groupId: string,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await joinGroup(ctx, idOf('Group', groupId)) }));
  }

  @Mutation(() => GroupPayloadType, { description: 'Leave a group; leaving twice is fine.' })
  leaveGroup(
    @Arg('groupId', () => ID, { description: 'The group.' }) groupId: string,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await leaveGroup(ctx, idOf('Group', groupId)) }));
  }

  @FieldResolver(() => MunicipalityType, { description: 'The town it belongs to.' })
  municipality(@Root() group: Group): Promise<MunicipalityType> {
    return found(group.municipality.load({ dataloader: true }));
  }

  @FieldResolver(() => Int, { description: 'How many members it has now.' })
  memberCount(@Root() group: Group, @Ctx() ctx: Context): Promise<number> {
    return countMembers(ctx, group.id);
  }

  @FieldResolver(() => Boolean, { description: 'The viewer is a member; false when signed out.' })
  async viewerIsMember(@Root() group: Group, @Ctx() ctx: Context): Promise<boolean> {
    return (await standingIn(ctx, group.id)).isMember;
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityGroupResolver {
  @FieldResolver(() => GroupType, { nullable: true, description: 'The group that is the whole town.' })
  townGroup(@Root() municipality: Municipality, @Ctx() ctx: Context): Promise<GroupType | null> {
    return findTownGroup(ctx, municipality.id);
  }
}
