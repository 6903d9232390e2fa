import type { Contributions } from '../../kernel/domain.ts';
import { publicIssues, publicIssuesListeners } from './issue.public.live.ts';
import { MunicipalityPublicIssuesResolver, PublicIssuesLiveResolver } from './issue.public.resolver.ts';
import { IssueStepResolver, IssueVisibilityResolver } from './issue.visibility.resolver.ts';
import { hideUnpublishable } from './issue.visibility.service.ts';

export const visibilityPart: Contributions = {
  resolvers: [IssueVisibilityResolver, IssueStepResolver, MunicipalityPublicIssuesResolver, PublicIssuesLiveResolver],
  listeners: [hideUnpublishable, ...publicIssuesListeners],
  topics: [publicIssues],
};
