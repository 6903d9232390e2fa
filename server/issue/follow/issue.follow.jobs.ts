import { handle } from '../../kernel/jobs.ts';
import { IssueFollower } from './issue.follow.entity.ts';
import { forgetFollower } from './issue.follow.events.ts';

handle(forgetFollower, async ({ em }, { followerId }) => {
  await em.fork().nativeDelete(IssueFollower, { id: followerId, confirmedAt: null });
});
