import type { AuditContribution } from '../kernel/audit.ts';
import { wasteDistrictChanged, wasteImported, wasteKindChanged } from './waste.events.ts';

export const wasteAudit: AuditContribution = {
  topics: { WASTE: 'Waste calendar of the town.' },
  sentences: [
    {
      kind: 'WASTE_IMPORTED',
      topic: 'WASTE',
      event: wasteImported,
      description: 'The dates of a waste calendar were taken over.',
    },
    {
      kind: 'WASTE_DISTRICT_CHANGED',
      topic: 'WASTE',
      event: wasteDistrictChanged,
      description: 'A district of the waste calendar was added, changed or deleted.',
    },
    {
      kind: 'WASTE_KIND_CHANGED',
      topic: 'WASTE',
      event: wasteKindChanged,
      description: 'A kind of waste was added, changed or deleted.',
    },
  ],
  notAudited: [],
};
