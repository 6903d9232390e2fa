import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { handle } from '../kernel/jobs.ts';
import { removeRecipients } from '../recipient/recipient.address.service.ts';
import { Issue } from './issue.entity.ts';
import { forgetAddress } from './issue.events.ts';

export const forgetAddressJob = handle(forgetAddress, (services, { issueId }) =>
  write(forkContext(services, system), async (tx) => {
    const unconfirmed = { id: issueId, emailConfirmedAt: null };
    const forgotten = await tx.em.nativeUpdate(Issue, unconfirmed, { reporterEmail: null });
    if (forgotten > 0) await removeRecipients(tx, [issueId]);
  }),
);
