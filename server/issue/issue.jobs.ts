import { handle } from '../kernel/jobs.ts';
import { Issue } from './issue.entity.ts';
import { forgetAddress } from './issue.events.ts';

export const forgetAddressJob = handle(forgetAddress, async ({ em }, { issueId }) => {
  await em.fork().nativeUpdate(Issue, { id: issueId, emailConfirmedAt: null }, { reporterEmail: null });
});
