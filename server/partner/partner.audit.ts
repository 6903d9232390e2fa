import type { AuditContribution } from '../kernel/audit.ts';
import { partnerKeyCreated, partnerKeyRevoked } from './partner.events.ts';

export const partnerAudit: AuditContribution = {
  sentences: [
    {
      kind: 'KEY_CREATED',
      topic: 'SETTINGS',
      event: partnerKeyCreated,
      description: 'An API key was created for a partner.',
    },
    { kind: 'KEY_REVOKED', topic: 'SETTINGS', event: partnerKeyRevoked, description: 'An API key was revoked.' },
  ],
  subjects: [
    {
      kind: 'KEY',
      description: "A partner's key.",
      type: 'PartnerKey',
      sql: (event) => `select k.id, k.name from partner_key k where k.id = (${event}.facts->>'keyId')::uuid`,
    },
  ],
};
