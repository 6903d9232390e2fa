import type { AuditContribution } from '../kernel/audit.ts';
import { ballotIssued, ballotsCounted } from './ballot.events.ts';

export const ballotAudit: AuditContribution = {
  sentences: [
    {
      kind: 'BALLOTS_COUNTED',
      topic: 'POLLS',
      event: ballotsCounted,
      description: 'The ballots of a secret poll were counted and published.',
    },
  ],
  notAudited: [ballotIssued],
};
