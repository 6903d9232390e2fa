import type { AuditContribution } from '../../kernel/audit.ts';
import { issueEscalated, issueTargetsChanged } from './issue.clock.events.ts';

export const issueClockAudit: AuditContribution = {
  sentences: [
    {
      kind: 'ISSUE_DUE_SOON',
      topic: 'ISSUES',
      event: issueEscalated,
      description: 'A clock of a report has nearly run out: its desk was told.',
      when: ['level', 'DUE_SOON'],
    },
    {
      kind: 'ISSUE_OVERDUE',
      topic: 'ISSUES',
      event: issueEscalated,
      description: 'A clock of a report has run out: its desk and those who run the town were told.',
      when: ['level', 'OVERDUE'],
    },
    {
      kind: 'TARGETS_CHANGED',
      topic: 'SETTINGS',
      event: issueTargetsChanged,
      description: 'Reports about something may take another time.',
    },
  ],
};
