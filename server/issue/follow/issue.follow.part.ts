import type { Contributions } from '../../kernel/domain.ts';
import { oneClickRoute } from '../../kernel/links.ts';
import { IssueFollower } from './issue.follow.entity.ts';
import { followJobs } from './issue.follow.jobs.ts';
import { announceFollowers } from './issue.follow.live.ts';
import { IssueFollowResolver, ViewerFollowedResolver } from './issue.follow.resolver.ts';
import { endFollow } from './issue.follow.service.ts';
import { planForgettingOfFollowers } from './issue.follow.retention.service.ts';
import { IssueMerge } from './issue.merge.entity.ts';
import { IssueMergeResolver } from './issue.merge.resolver.ts';
import { separateReopened } from './issue.merge.service.ts';
import { CategoryNearResolver, NearIssuesResolver, SimilarIssuesResolver } from './issue.near.resolver.ts';
import { issueFollowAudit } from './issue.follow.audit.ts';

export const followPart: Contributions = {
  entities: [IssueFollower, IssueMerge],
  resolvers: [
    NearIssuesResolver,
    SimilarIssuesResolver,
    CategoryNearResolver,
    IssueFollowResolver,
    ViewerFollowedResolver,
    IssueMergeResolver,
  ],
  listeners: [planForgettingOfFollowers, separateReopened, announceFollowers],
  jobs: followJobs,
  routes: [oneClickRoute('/:ags/unfollow/:token', endFollow)],
  audit: [issueFollowAudit],
};
