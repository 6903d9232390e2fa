import type { AuditContribution } from '../kernel/audit.ts';
import {
  contactChanged,
  deliveryCheckSent,
  deviceAdded,
  deviceRemoved,
  groupsAsked,
  inboxRead,
  messageSpread,
  preferenceChanged,
  quietHoursChanged,
} from './notification.events.ts';

export const notificationAudit: AuditContribution = {
  sentences: [
    {
      kind: 'DELIVERY_CHECK_SENT',
      topic: 'SETTINGS',
      event: deliveryCheckSent,
      description: 'A probe of an emergency message was sent to the people who work in the town hall.',
    },
  ],
  notAudited: [
    messageSpread,
    inboxRead,
    preferenceChanged,
    deviceAdded,
    deviceRemoved,
    contactChanged,
    quietHoursChanged,
    groupsAsked,
  ],
};
