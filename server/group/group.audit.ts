import type { AuditContribution } from '../kernel/audit.ts';
import {
  groupChanged,
  groupCreated,
  groupJoined,
  groupLeft,
  membershipDeclined,
  membershipRequested,
  publisherChanged,
} from './group.events.ts';

export const groupAudit: AuditContribution = {
  topics: { GROUPS: 'Groups, and what others did to memberships.' },
  sentences: [
    { kind: 'GROUP_CREATED', topic: 'GROUPS', event: groupCreated, description: 'A group was made.' },
    {
      kind: 'GROUP_CHANGED',
      topic: 'GROUPS',
      event: groupChanged,
      description: 'A group has another name, purpose or rules.',
    },
    {
      kind: 'MEMBER_ADDED',
      topic: 'GROUPS',
      event: groupJoined,
      description: 'Somebody was made a member by others.',
      isOwnBusiness: true,
    },
    {
      kind: 'MEMBER_REMOVED',
      topic: 'GROUPS',
      event: groupLeft,
      description: 'Somebody was made to leave by others.',
      isOwnBusiness: true,
    },
    {
      kind: 'REQUEST_DECLINED',
      topic: 'GROUPS',
      event: membershipDeclined,
      description: 'Somebody who asked to become a member was not accepted.',
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
  ],
  notAudited: [membershipRequested],
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
