import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { handle } from '../../kernel/jobs.ts';
import { forgetFollower, forgetFollowers } from './issue.follow.events.ts';
import { deleteFollowers, forgetAddresses } from './issue.follow.retention.service.ts';

export const followJobs = [
  handle(forgetFollower, (services, { followerId }) =>
    write(forkContext(services, system), async (tx) => {
      await deleteFollowers(tx, { id: followerId, confirmedAt: null });
    }),
  ),
  handle(forgetFollowers, (services, planned) => forgetAddresses(forkContext(services, system), planned)),
];
