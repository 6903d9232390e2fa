import type { AuditContribution } from '../kernel/audit.ts';
import { embedOriginsChanged } from './opendata.events.ts';

export const opendataAudit: AuditContribution = {
  sentences: [
    {
      kind: 'EMBED_CHANGED',
      topic: 'SETTINGS',
      event: embedOriginsChanged,
      description: 'The list of pages that may show the public reports in a frame changed.',
    },
  ],
};
