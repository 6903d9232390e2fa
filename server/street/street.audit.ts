import type { AuditContribution } from '../kernel/audit.ts';
import {
  allStreetsFollowed,
  allStreetsUnfollowed,
  streetFollowed,
  streetsImported,
  streetUnfollowed,
  wasteReminderChosen,
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
  notAudited: [streetFollowed, streetUnfollowed, wasteReminderChosen, allStreetsFollowed, allStreetsUnfollowed],
};
