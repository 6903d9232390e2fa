import { byStaff, type PersonalData } from '../kernel/personalData.ts';
import type { Retention } from '../kernel/retention.ts';

const publication = 'A publication of the town hall or of a group speaks for them, not for the person who wrote it.';

/** Treatment of the data of this domain when somebody is erased. */
export const postPersonalData: PersonalData = {
  Post: {
    because: publication,
    of: ['author', 'submittedBy'],
    columns: {
      author: byStaff,
      sender: 'REDACT',
      title: 'KEEP',
      body: 'KEEP',
      html: 'KEEP',
      excerpt: 'KEEP',
      variants: 'KEEP',
      withdrawnBecause: 'KEEP',
      submittedBy: byStaff,
      returnedBecause: 'KEEP',
      proposal: 'KEEP',
    },
  },
  PostRevision: {
    because: publication,
    columns: { by: byStaff, title: 'KEEP', body: 'KEEP', html: 'KEEP', change: 'KEEP' },
  },
  PostDecision: {
    because: 'A decision of the town hall about a publication; the person who submitted it is told the reason.',
    columns: { by: byStaff, submittedBy: byStaff, reason: 'KEEP' },
  },
};

/** Why the rows of this domain stay. */
export const postRetention: Retention = { stays: { RECORD: ['Post', 'PostFile', 'PostRevision', 'PostDecision'] } };
