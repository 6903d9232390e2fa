import type { Contributions } from '../../kernel/domain.ts';
import { assigneeAudit } from './issue.assignee.audit.ts';
import { IssueAssignment } from './issue.assignee.entity.ts';
import { announceAssignee } from './issue.assignee.live.ts';
import { assigneeResolvers } from './issue.assignee.resolver.ts';
import { assigneeListeners } from './issue.assignee.service.ts';

export const assigneePart: Contributions = {
  entities: [IssueAssignment],
  resolvers: [...assigneeResolvers],
  listeners: [...assigneeListeners, announceAssignee],
  audit: [assigneeAudit],
};
