import type { Contributions } from '../../kernel/domain.ts';
import { MissingPerson } from './alert.missing.entity.ts';
import { missingPersonRemoved } from './alert.missing.events.ts';
import { missingJobs } from './alert.missing.jobs.ts';
import { missingListeners } from './alert.missing.live.ts';
import { replayPersonTombstones } from './alert.missing.removal.service.ts';
import { missingRouter } from './alert.missing.router.ts';

export const missingPart: Contributions = {
  entities: [MissingPerson],
  routes: [missingRouter],
  jobs: missingJobs,
  listeners: missingListeners,
  replayErasures: [replayPersonTombstones],
  personalData: {
    MissingPerson: {
      because: 'The person has no account; name and photo are deleted when the search ends.',
      exports: null,
      columns: { details: 'KEEP', photo: 'KEEP' },
    },
  },
  retention: { stays: { OWN_JOB: ['MissingPerson'] } },
  audit: [
    {
      sentences: [
        {
          kind: 'MISSING_PERSON_REMOVED',
          topic: 'ALERTS',
          event: missingPersonRemoved,
          description: 'Name and photo of a missing person were deleted.',
        },
      ],
    },
  ],
};
