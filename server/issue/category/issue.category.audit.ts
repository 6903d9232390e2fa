import type { AuditContribution } from '../../kernel/audit.ts';
import { categoryFormChanged } from './issue.question.events.ts';

export const issueCategoryAudit: AuditContribution = {
  sentences: [
    {
      kind: 'REPORT_FORM_CHANGED',
      topic: 'SETTINGS',
      event: categoryFormChanged,
      description: 'The form of a category changed: its questions or its safety notice.',
    },
  ],
};
