import type { AuditContribution } from '../../kernel/audit.ts';
import { issueSettingsChanged } from '../issue.settings.events.ts';

export const issueSettingsAudit: AuditContribution = {
  sentences: [
    {
      kind: 'ISSUE_SETTINGS_CHANGED',
      topic: 'SETTINGS',
      event: issueSettingsChanged,
      description: 'How statuses are called, or for how long a report may be opened again.',
    },
  ],
};
