import type { AuditContribution } from '../kernel/audit.ts';
import { issueHandedOver, open311ServerAdded, open311ServerRemoved } from './open311.outgoing.events.ts';

export const open311Audit: AuditContribution = {
  sentences: [
    {
      kind: 'ISSUE_HANDED_OVER',
      topic: 'ISSUES',
      event: issueHandedOver,
      description: 'A report was sent to another server.',
    },
    {
      kind: 'SERVER_ADDED',
      topic: 'SETTINGS',
      event: open311ServerAdded,
      description: 'A server was added to which reports may be sent.',
    },
    {
      kind: 'SERVER_REMOVED',
      topic: 'SETTINGS',
      event: open311ServerRemoved,
      description: 'A server to which reports could be sent was removed.',
    },
  ],
};
