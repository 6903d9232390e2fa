import type { AuditContribution } from '../../kernel/audit.ts';
import { numberConfirmed, numberRemoved, smsSettingsChanged } from './notification.sms.events.ts';

export const smsAudit: AuditContribution = {
  sentences: [
    {
      kind: 'SMS_SETTINGS_CHANGED',
      topic: 'SETTINGS',
      event: smsSettingsChanged,
      description: "The town's choices for SMS changed: the messages, the budget or the sender.",
    },
  ],
  notAudited: [numberConfirmed, numberRemoved],
};
