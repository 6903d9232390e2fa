import { handle } from '../kernel/jobs.ts';
import { LetterRequest } from './residence.entity.ts';
import { forgetLetterRequest } from './residence.events.ts';

/** Who asked again meanwhile has a later wish and another job. */
export const forgetLetterRequestJob = handle(forgetLetterRequest, async ({ em }, { personId, requestedAt }) => {
  await em.fork().nativeDelete(LetterRequest, { person: personId, requestedAt: { $lte: new Date(requestedAt) } });
});
