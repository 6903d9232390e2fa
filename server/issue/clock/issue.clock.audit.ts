import type { AuditContribution } from '../../kernel/audit.ts';
import { issueEscalated, issueTargetsChanged } from './issue.clock.events.ts';

export const issueClockAudit: AuditContribution = {
  sentences: [
    {
      kind: 'ISSUE_DUE_SOON',
      topic: 'ISSUES',
      event: issueEscalated,
      description: 'A clock of a report is near its deadline; its desk was notified.',
      when: ['level', 'DUE_SOON'],
    },
    {
      kind: 'ISSUE_OVERDUE',
      topic: 'ISSUES',
      event: issueEscalated,
      description: 'A clock of a report has passed its deadline; its desk and the admins were notified.',
      when: ['level', 'OVERDUE'],
    },
    {
      kind: 'TARGETS_CHANGED',
      topic: 'SETTINGS',
      event: issueTargetsChanged,
      description: 'The deadlines of a category changed.',
    },
  ],
};
