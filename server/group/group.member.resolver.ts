import { Args, Ctx, FieldResolver, Resolver, Root } from 'type-graphql';
import type { Context } from '../kernel/context.ts';
import { idOf, toGlobalId } from '../kernel/ids.ts';
import { Input, mutation } from '../kernel/mutation.ts';
import { type Connection, PageArgs } from '../kernel/page.ts';
import { answer } from '../kernel/payload.ts';
import type { GroupRow, Membership } from './group.entity.ts';
import {
  AddMemberInputType,
  DecideMembershipInputType,
  GroupPayloadType,
  JoinGroupInputType,
  LeaveGroupInputType,
  RemoveMemberInputType,
  RequestMembershipInputType,
  SetPublisherInputType,
} from './group.input.types.ts';
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

/** Members and requests of a group, and their mutations. */
@Resolver(() => GroupType)
export class MembershipResolver {
  @mutation(GroupPayloadType, 'Become a member of an open group.')
  joinGroup(
    @Input(() => JoinGroupInputType) { groupId }: JoinGroupInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await joinGroup(ctx, idOf('Group', groupId)) }));
  }

  @mutation(
    GroupPayloadType,
    'Leave a group, or withdraw a request for membership. Repeating the call changes nothing.',
  )
  leaveGroup(
    @Input(() => LeaveGroupInputType) { groupId }: LeaveGroupInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await leaveGroup(ctx, idOf('Group', groupId)) }));
  }

  @mutation(GroupPayloadType, 'Request membership of an ON_REQUEST group from the town hall.')
  requestMembership(
    @Input(() => RequestMembershipInputType) { groupId, note }: RequestMembershipInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await requestMembership(ctx, idOf('Group', groupId), note) }));
  }

  @mutation(GroupPayloadType, 'Accept or decline a request for membership (admins of the town).')
  decideMembership(
    @Input(() => DecideMembershipInputType) { groupId, personId, accept }: DecideMembershipInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({
      group: await decideMembership(ctx, idOf('Group', groupId), idOf('Person', personId), accept),
    }));
  }

  @mutation(
    GroupPayloadType,
    'Add the person with an e-mail address as a member; a missing account is created (admins of the town).',
  )
  addMember(
    @Input(() => AddMemberInputType) { groupId, email }: AddMemberInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({ group: await addMember(ctx, idOf('Group', groupId), email) }));
  }

  @mutation(GroupPayloadType, 'End a membership (admins of the town). Repeating the call changes nothing.')
  removeMember(
    @Input(() => RemoveMemberInputType) { groupId, personId }: RemoveMemberInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({
      group: await removeMember(ctx, idOf('Group', groupId), idOf('Person', personId)),
    }));
  }

  @mutation(GroupPayloadType, 'Allow or forbid a member to publish in the group (admins of the town).')
  setPublisher(
    @Input(() => SetPublisherInputType) { groupId, personId, isPublisher }: SetPublisherInputType,
    @Ctx() ctx: Context,
  ): Promise<GroupPayloadType> {
    return answer(async () => ({
      group: await setPublisher(ctx, idOf('Group', groupId), idOf('Person', personId), isPublisher),
    }));
  }

  @FieldResolver(() => MemberConnectionType, {
    nullable: true,
    description: 'Members of the group, ordered by e-mail address, for admins of the town; FORBIDDEN for other people.',
  })
  async members(
    @Root() group: GroupRow,
    @Args(() => PageArgs) page: PageArgs,
    @Ctx() ctx: Context,
  ): Promise<Connection<MemberType>> {
    const { edges, ...list } = await listMembers(ctx, group, page);
    const members = edges.map(({ node, cursor }) => ({ node: memberOf(node), cursor }));
    return { ...list, edges: members, nodes: members.map(({ node }) => node) };
  }

  @FieldResolver(() => [MembershipRequestType], {
    nullable: true,
    description:
      'Requests for membership, the oldest first, at most 100, for admins of the town; FORBIDDEN for other people.',
  })
  async requests(@Root() group: GroupRow, @Ctx() ctx: Context): Promise<MembershipRequestType[]> {
    const requests = await listRequests(ctx, group);
    return requests.map(({ person, note, at }) => ({
      personId: toGlobalId('Person', person.id),
      email: person.getEntity().email,
      note,
      at,
    }));
  }
}

function memberOf({ person, since, isPublisher }: Membership): MemberType {
  return { personId: toGlobalId('Person', person.id), name: person.getEntity().email, since, isPublisher };
}
