import type { AuditContribution } from '../kernel/audit.ts';
import { ballotsCounted, recoverySheetEntered, recoverySheetTaken } from './ballot.events.ts';

export const ballotAudit: AuditContribution = {
  sentences: [
    {
      kind: 'BALLOTS_COUNTED',
      topic: 'POLLS',
      event: ballotsCounted,
      description: 'The ballots of a secret poll were counted and published.',
    },
    {
      kind: 'RECOVERY_SHEET_TAKEN',
      topic: 'POLLS',
      event: recoverySheetTaken,
      description: 'The recovery sheet of a secret poll was taken; it holds the key of the ballots.',
    },
    {
      kind: 'RECOVERY_SHEET_ENTERED',
      topic: 'POLLS',
      event: recoverySheetEntered,
      description: 'The lost key of a secret poll was restored from its recovery sheet.',
    },
  ],
};
