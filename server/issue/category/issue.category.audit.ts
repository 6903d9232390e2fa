import type { AuditContribution } from '../../kernel/audit.ts';
import { categoryFormChanged } from './issue.question.events.ts';

export const issueCategoryAudit: AuditContribution = {
  sentences: [
    {
      kind: 'REPORT_FORM_CHANGED',
      topic: 'SETTINGS',
      event: categoryFormChanged,
      description: 'A category asks otherwise, or says something else before a report.',
    },
  ],
};
