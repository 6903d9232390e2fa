import type { AuditContribution } from '../kernel/audit.ts';
import {
  allStreetsFollowed,
  allStreetsUnfollowed,
  streetFollowed,
  streetsImported,
  streetUnfollowed,
} from './street.events.ts';

export const streetAudit: AuditContribution = {
  sentences: [
    {
      kind: 'STREETS_IMPORTED',
      topic: 'SETTINGS',
      event: streetsImported,
      description: 'Streets were added, or their names or lines changed.',
    },
  ],
  // Followers are no business of the staff.
  notAudited: [streetFollowed, streetUnfollowed, allStreetsFollowed, allStreetsUnfollowed],
};
