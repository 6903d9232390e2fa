import type { AuditContribution } from '../kernel/audit.ts';
import { embedOriginsChanged } from './opendata.events.ts';

export const opendataAudit: AuditContribution = {
  sentences: [
    {
      kind: 'EMBED_CHANGED',
      topic: 'SETTINGS',
      event: embedOriginsChanged,
      description: 'Other pages than before may show the public reports in a frame.',
    },
  ],
};
