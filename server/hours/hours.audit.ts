import type { AuditContribution } from '../kernel/audit.ts';
import { hoursChanged } from './hours.events.ts';

export const hoursAudit: AuditContribution = {
  sentences: [
    {
      kind: 'HOURS_CHANGED',
      topic: 'SETTINGS',
      event: hoursChanged,
      description: 'The town hall has other opening hours.',
    },
  ],
};
