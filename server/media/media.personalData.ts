import type { PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

/** Treatment of the data of this domain when somebody is erased; files are removed by a step of their own. */
export const mediaPersonalData: PersonalData = {
  Photo: {
    because: 'Photos of public reports stay without their sender, unless the person wants them to go.',
    of: ['uploader'],
    columns: { uploader: 'UNLINK', alt: 'KEEP', usedBy: 'KEEP' },
  },
  Attachment: {
    because: 'Attachments belong to publications, which speak for the town hall or a group.',
    of: ['uploader'],
    columns: { uploader: 'UNLINK', title: 'KEEP', summary: 'KEEP', usedBy: 'KEEP' },
  },
};

/** Why the rows of this domain stay. */
export const mediaRetention: Retention = { stays: { OWN_JOB: ['Photo', 'Attachment'] } };
