import type { AuditContribution } from '../kernel/audit.ts';
import { deviceAdded, deviceRemoved, inboxRead, messageSpread, preferenceChanged } from './notification.events.ts';

export const notificationAudit: AuditContribution = {
  sentences: [],
  notAudited: [messageSpread, inboxRead, preferenceChanged, deviceAdded, deviceRemoved],
};
