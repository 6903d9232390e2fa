import { enqueue, handle } from '../kernel/jobs.ts';
import { on } from '../kernel/events.ts';
import { pollClosed } from '../poll/poll.events.ts';
import { Booth } from './ballot.entity.ts';
import { countSecretPoll } from './ballot.count.service.ts';
import { countBallots } from './ballot.events.ts';

/** Counts a secret poll after its close, outside the transaction that ended the voting. */
export const countAfterClose = on(pollClosed, async (tx, { facts: { pollId } }) => {
  if ((await tx.em.count(Booth, { pollId })) > 0) await enqueue(tx, countBallots, { pollId });
});

export const countingJob = handle(countBallots, (services, { pollId }) => countSecretPoll(services, pollId));
