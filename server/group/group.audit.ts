import type { AuditContribution } from '../kernel/audit.ts';
import { groupFollowed, groupUnfollowed } from './follow/group.follow.events.ts';
import {
  accessTaken,
  adminJoined,
  groupChanged,
  groupCreated,
  groupJoined,
  groupLeft,
  membershipDecided,
  membershipDeclined,
  membershipRequested,
  publisherChanged,
} from './group.events.ts';

export const groupAudit: AuditContribution = {
  topics: { GROUPS: 'Groups, and changes of memberships made by other people.' },
  sentences: [
    { kind: 'GROUP_CREATED', topic: 'GROUPS', event: groupCreated, description: 'A group was created.' },
    {
      kind: 'GROUP_CHANGED',
      topic: 'GROUPS',
      event: groupChanged,
      description: 'Name, purpose, picture or rules of a group changed.',
    },
    {
      kind: 'MEMBER_ADDED',
      topic: 'GROUPS',
      event: groupJoined,
      description: 'An admin added a member to a group.',
      isOwnBusiness: true,
    },
    {
      kind: 'MEMBER_REMOVED',
      topic: 'GROUPS',
      event: groupLeft,
      description: 'An admin removed a member from a group.',
      isOwnBusiness: true,
    },
    {
      kind: 'REQUEST_DECLINED',
      topic: 'GROUPS',
      event: membershipDeclined,
      description: 'A request for membership was declined.',
      isOwnBusiness: true,
    },
    {
      kind: 'PUBLISHER_NAMED',
      topic: 'GROUPS',
      event: publisherChanged,
      description: 'A member may publish in the group.',
      when: ['isPublisher', true],
    },
    {
      kind: 'PUBLISHER_UNNAMED',
      topic: 'GROUPS',
      event: publisherChanged,
      description: 'A member may no longer publish in the group.',
      when: ['isPublisher', false],
    },
    {
      kind: 'ADMIN_JOINED_GROUP',
      topic: 'GROUPS',
      event: adminJoined,
      description: 'An admin added themselves to a closed group.',
    },
    {
      kind: 'GROUP_ACCESS_TAKEN',
      topic: 'GROUPS',
      event: accessTaken,
      description: 'An admin took access to the publications of a closed group.',
    },
  ],
  // A decision is audited as the membership or the refusal that it leads to. Followers are no business of the staff.
  notAudited: [membershipRequested, membershipDecided, groupFollowed, groupUnfollowed],
  details: (event) => `
        select x.reason, x.expires_at as until from group_access x
        where ${event}.type = '${accessTaken.type}' and x.id = (${event}.facts->>'accessId')::uuid`,
  subjects: [
    {
      kind: 'GROUP',
      description: 'A group.',
      type: 'Group',
      sql: (event) => `
        select g.id, g.name from "group" g
        where ${event}.type like 'group.%' and g.id = (${event}.facts->>'groupId')::uuid`,
    },
  ],
};
