import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { GroupAccessResolver } from './group.access.resolver.ts';
import { endAccessJob } from './group.access.service.ts';
import { groupAudit } from './group.audit.ts';
import { Group, GroupAccess, Membership, MembershipRequest } from './group.entity.ts';
import { groupErrors } from './group.errors.ts';
import { MembershipResolver } from './group.member.resolver.ts';
import { GroupResolver, MunicipalityGroupResolver } from './group.resolver.ts';
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
  entities: [Group, Membership, MembershipRequest, GroupAccess],
  resolvers: [GroupResolver, GroupAccessResolver, MembershipResolver, MunicipalityGroupResolver],
  jobs: [endAccessJob],
  nodes: [node('Group', findGroup)],
  audit: [groupAudit],
});
