import { handle } from '../kernel/jobs.ts';
import { LetterRequest } from './residence.entity.ts';
import { forgetLetterRequest } from './residence.events.ts';

/** Deletes an old request. A repeated request has a later `requestedAt` and a job of its own. */
export const forgetLetterRequestJob = handle(forgetLetterRequest, async ({ em }, { personId, requestedAt }) => {
  await em.fork().nativeDelete(LetterRequest, { person: personId, requestedAt: { $lte: new Date(requestedAt) } });
});
