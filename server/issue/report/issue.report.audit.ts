import type { AuditContribution } from '../../kernel/audit.ts';
import { issueTaken } from './issue.intake.events.ts';

export const issueReportAudit: AuditContribution = {
  sentences: [
    {
      kind: 'ISSUE_TAKEN',
      topic: 'ISSUES',
      event: issueTaken,
      description: 'The town hall recorded a report for somebody.',
    },
  ],
};
