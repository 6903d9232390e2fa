import type { AuditContribution } from '../../kernel/audit.ts';
import { issueAssigned } from './issue.assignee.events.ts';

export const assigneeAudit: AuditContribution = {
  sentences: [
    {
      kind: 'ISSUE_ASSIGNED',
      topic: 'ISSUES',
      event: issueAssigned,
      description: 'A report was assigned to a member of its desk.',
      when: ['isAssigned', true],
    },
    {
      kind: 'ISSUE_UNASSIGNED',
      topic: 'ISSUES',
      event: issueAssigned,
      description: 'A report is no longer assigned to anybody.',
      when: ['isAssigned', false],
    },
  ],
};
