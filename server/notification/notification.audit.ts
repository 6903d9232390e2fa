import type { AuditContribution } from '../kernel/audit.ts';
import { inboxRead, messageSpread, preferenceChanged } from './notification.events.ts';

export const notificationAudit: AuditContribution = {
  sentences: [],
  notAudited: [messageSpread, inboxRead, preferenceChanged],
};
