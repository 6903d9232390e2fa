import type { AuditContribution } from '../../kernel/audit.ts';
import { issueSettingsChanged } from '../issue.settings.events.ts';

export const issueSettingsAudit: AuditContribution = {
  sentences: [
    {
      kind: 'ISSUE_SETTINGS_CHANGED',
      topic: 'SETTINGS',
      event: issueSettingsChanged,
      description: 'The names of statuses or the days for reopening changed.',
    },
  ],
};
