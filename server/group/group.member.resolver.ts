import { Arg, Args, Ctx, FieldResolver, ID, Mutation, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import type { GroupRow, Membership } from './group.entity.ts';
import { GroupPayloadType } from './group.input.types.ts';
import { listMembers, listRequests } from './group.list.service.ts';
import {
  addMember,
  decideMembership,
  joinGroup,
  leaveGroup,
  removeMember,
  requestMembership,
  setPublisher,
} from './group.membership.service.ts';
import { GroupType, MemberConnectionType, MembershipRequestType, type MemberType } from './group.types.ts';

const groupArg = ['groupId', () => ID, { description: 'The group.' }] as const;
const personArg = ['personId', () => ID, { description: 'The account, as the list of members gives it.' }] as const;

/** Who belongs to a group, and how that changes. */
@Resolver(() => GroupType)
export class MembershipResolver {
  @Mutation(() => GroupPayloadType, { description: 'Become a member of an open group. Refused: GROUP_NOT_OPEN.' })
  joinGroup(@Arg(...groupArg) groupId: string, @Ctx() ctx: Context): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await joinGroup(ctx, idOf('Group', groupId)) }));
  }

  @Mutation(() => GroupPayloadType, { description: 'Leave a group, or take a request back; leaving twice is fine.' })
  leaveGroup(@Arg(...groupArg) groupId: string, @Ctx() ctx: Context): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await leaveGroup(ctx, idOf('Group', groupId)) }));
  }

  @Mutation(() => GroupPayloadType, {
    description: 'Ask the town hall to become a member of a group on request. Refused: GROUP_NOT_ON_REQUEST.',
  })
  requestMembership(
    @Arg(...groupArg) groupId: string,
    @Arg('note', () => String, { defaultValue: '', description: 'For the town hall, up to 500 characters.' })
    note: string,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await requestMembership(ctx, idOf('Group', groupId), note) }));
  }

  @Mutation(() => GroupPayloadType, { description: 'Answer a request (admins of the town). Refused: NO_REQUEST.' })
  decideMembership(
    @Arg(...groupArg) groupId: string,
    @Arg(...personArg) personId: string,
    @Arg('accept', () => Boolean, { description: 'True: becomes a member. False: declined.' }) accept: boolean,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({
      group: await decideMembership(ctx, idOf('Group', groupId), idOf('Person', personId), accept),
    }));
  }

  @Mutation(() => GroupPayloadType, {
    description: 'Make somebody a member; an account is made if need be (admins of the town). Refused: BAD_EMAIL.',
  })
  addMember(
    @Arg(...groupArg) groupId: string,
    @Arg('email', () => String, { description: 'The address they sign in with.' }) email: string,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await addMember(ctx, idOf('Group', groupId), email) }));
  }

  @Mutation(() => GroupPayloadType, { description: "End somebody's membership (admins of the town); twice is fine." })
  removeMember(
    @Arg(...groupArg) groupId: string,
    @Arg(...personArg) personId: string,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({
      group: await removeMember(ctx, idOf('Group', groupId), idOf('Person', personId)),
    }));
  }

  @Mutation(() => GroupPayloadType, {
    description: 'Let a member publish in the group, or no longer (admins of the town). Refused: NOT_A_MEMBER.',
  })
  setPublisher(
    @Arg(...groupArg) groupId: string,
    @Arg(...personArg) personId: string,
    @Arg('isPublisher', () => Boolean, { description: 'Whether they publish.' }) isPublisher: boolean,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({
      group: await setPublisher(ctx, idOf('Group', groupId), idOf('Person', personId), isPublisher),
    }));
  }

  @FieldResolver(() => MemberConnectionType, {
    nullable: true,
    description: 'Its members by address, for admins of the town; FORBIDDEN for everybody else.',
  })
  async members(
    @Root() group: GroupRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<MemberType>> {
    const { edges, pageInfo } = await listMembers(ctx, group, page);
    return { pageInfo, edges: edges.map(({ node, cursor }) => ({ node: memberOf(node), cursor })) };
  }

  @FieldResolver(() => [MembershipRequestType], {
    nullable: true,
    description: 'Who asks to join, the longest waiting first, 100 at most; for admins of the town, else FORBIDDEN.',
  })
  async requests(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<MembershipRequestType[]> {
    const requests = await listRequests(ctx, group);
    return requests.map(({ person, note, at }) => ({
      ...{ personId: toGlobalId('Person', person.id), email: person.getEntity().email, note, at },
    }));
  }
}

function memberOf({ person, since, isPublisher }: Membership): MemberType {
  return { personId: toGlobalId('Person', person.id), name: person.getEntity().email, since, isPublisher };
}
