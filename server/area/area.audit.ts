import type { AuditContribution } from '../kernel/audit.ts';
import { areaDrawn, areaRemoved } from './area.events.ts';

export const areaAudit: AuditContribution = {
  sentences: [
    {
      kind: 'AREA_DRAWN',
      topic: 'SETTINGS',
      event: areaDrawn,
      description: 'An area or a line was drawn or changed.',
    },
    { kind: 'AREA_REMOVED', topic: 'SETTINGS', event: areaRemoved, description: 'An area or a line was removed.' },
  ],
};
