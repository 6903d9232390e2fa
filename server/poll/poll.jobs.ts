import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { enqueueAgain, handle } from '../kernel/jobs.ts';
import type { Queue } from '../kernel/queue.ts';
import { Poll } from './poll.entity.ts';
import { forgetVoteOrder } from './poll.counting.service.ts';
import { closeDuePoll, forgetOrderOfVotes, openDuePoll, remindPoll } from './poll.events.ts';
import { closePoll, openPoll } from './poll.opening.service.ts';
import { remindIfDue } from './poll.reminder.service.ts';

export const pollJobs = [
  handle(openDuePoll, async (services, { pollId }) => {
    const ctx = forkContext(services, system);
    if ((await findPlanned(ctx, pollId)) === null) return;
    if (await isDue(ctx, pollId, 'opensAt')) await openPoll(ctx, pollId);
    else await tryLater(ctx, openDuePoll, pollId, 'opensAt');
  }),
  handle(closeDuePoll, async (services, { pollId }) => {
    const ctx = forkContext(services, system);
    const poll = await findPlanned(ctx, pollId);
    if (poll === null || poll.closedAt != null) return;
    if (!(await isDue(ctx, pollId, 'closesAt'))) {
      await tryLater(ctx, closeDuePoll, pollId, 'closesAt');
      return;
    }
    await openPoll(forkContext(services, system), pollId); // not opened in time: the poll opens and closes without votes
    await closePoll(forkContext(services, system), pollId);
  }),
  handle(forgetOrderOfVotes, (services, { pollId }) => forgetVoteOrder(forkContext(services, system), pollId)),
  handle(remindPoll, (services, { pollId }) => remindIfDue(forkContext(services, system), pollId)),
];

/** Poll of a job; null: it was deleted or is a draft again. */
function findPlanned(ctx: Context, pollId: string): Promise<Poll | null> {
  return ctx.em.findOne(Poll, { id: pollId, isDraft: false });
}

type Moment = 'opensAt' | 'closesAt';

/** Whether the moment has passed by the database's clock, which also decides whether votes are in time. */
async function isDue(ctx: Context, pollId: string, moment: Moment): Promise<boolean> {
  const column = moment === 'opensAt' ? 'opens_at' : 'closes_at';
  const rows: { due: boolean }[] = await ctx.em.execute(`select ${column} <= now() as due from poll where id = ?`, [
    pollId,
  ]);
  return rows[0]?.due === true;
}

/** Schedules the job again: the clock of this process was ahead of the database's, or the time was changed. */
async function tryLater(ctx: Context, queue: Queue<{ pollId: string }>, pollId: string, moment: Moment): Promise<void> {
  await write(ctx, async (tx) => {
    const poll = await tx.em.findOneOrFail(Poll, pollId);
    await enqueueAgain(tx, queue, { pollId }, poll[moment]);
  });
}
