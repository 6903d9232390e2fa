import type { AuditContribution } from '../kernel/audit.ts';
import { erasureRequested, erasureUndone } from './erasure/privacy.erasure.events.ts';
import { retentionChanged, unusedAccountFound } from './retention/privacy.retention.events.ts';

/** The trail does not show how citizens deal with their own data. */
export const privacyAudit: AuditContribution = {
  sentences: [
    {
      kind: 'RETENTION_CHANGED',
      topic: 'SETTINGS',
      event: retentionChanged,
      description: 'The town keeps some data for another time.',
    },
  ],
  notAudited: [erasureRequested, erasureUndone, unusedAccountFound],
};
