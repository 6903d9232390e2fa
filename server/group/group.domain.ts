import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { GroupAccessResolver } from './group.access.resolver.ts';
import { endAccessJob } from './group.access.service.ts';
import { groupAudit } from './group.audit.ts';
import { GroupFollow } from './follow/group.follow.entity.ts';
import { followListeners } from './follow/group.follow.service.ts';
import { Group, GroupAccess, Membership, MembershipDecision, MembershipRequest } from './group.entity.ts';
import { groupErrors } from './group.errors.ts';
import { MembershipResolver } from './group.member.resolver.ts';
import { leftTownListener, townListener } from './group.membership.service.ts';
import { groupMessageListeners, groupMessages } from './group.messages.ts';
import { groupPersonalData, groupRetention } from './group.personalData.ts';
import { GroupResolver, MunicipalityGroupResolver } from './group.resolver.ts';
import { reviewQueue } from './group.review.live.ts';
import { ReviewQueueResolver } from './group.review.resolver.ts';
import { findGroup } from './group.service.ts';

declare module '../kernel/names.ts' {
  interface ScopeNames {
    readonly 'groups:read': true;
  }
}

export const group = defineDomain({
  name: 'group',
  scopes: [{ name: 'groups:read', description: 'Read the groups everybody may know of.' }],
  scopeFields: { 'groups:read': ['Group', 'Query.group', 'Municipality.groups', 'Municipality.townGroup'] },
  userErrors: groupErrors,
  entities: [Group, Membership, MembershipRequest, MembershipDecision, GroupAccess, GroupFollow],
  resolvers: [GroupResolver, GroupAccessResolver, MembershipResolver, MunicipalityGroupResolver, ReviewQueueResolver],
  topics: [reviewQueue],
  listeners: [townListener, leftTownListener, ...groupMessageListeners, ...followListeners],
  jobs: [endAccessJob],
  messages: groupMessages,
  nodes: [node('Group', findGroup)],
  audit: [groupAudit],
  personalData: groupPersonalData,
  retention: groupRetention,
});
