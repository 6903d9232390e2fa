import { system } from '../../kernel/actor.ts';
import { forkContext } from '../../kernel/context.ts';
import { handle } from '../../kernel/jobs.ts';
import { IssueFollower } from './issue.follow.entity.ts';
import { forgetFollower, forgetFollowers } from './issue.follow.events.ts';
import { forgetAddresses } from './issue.follow.retention.service.ts';

export const followJobs = [
  handle(forgetFollower, async ({ em }, { followerId }) => {
    await em.fork().nativeDelete(IssueFollower, { id: followerId, confirmedAt: null });
  }),
  handle(forgetFollowers, (services, planned) => forgetAddresses(forkContext(services, system), planned)),
];
