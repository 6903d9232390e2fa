import { defineDomain } from '../kernel/domain.ts';
import { feedFields } from '../kernel/feed.ts';
import { node } from '../kernel/nodes.ts';
import { assigneePart } from './assignee/issue.assignee.part.ts';
import { boardPart } from './board/issue.board.part.ts';
import { categoryPart } from './category/issue.category.part.ts';
import { clockPart } from './clock/issue.clock.part.ts';
import { commentPart } from './comment/issue.comment.part.ts';
import { followPart } from './follow/issue.follow.part.ts';
import { issueAudit } from './issue.audit.ts';
import { Issue, IssueCounter, IssueMove } from './issue.entity.ts';
import { issueErrors } from './issue.errors.ts';
import { issueFeed, issueFeedListeners } from './issue.feed.ts';
import { forgetAddressJob } from './issue.jobs.ts';
import { IssueLiveResolver } from './issue.live.resolver.ts';
import { issueBoard, issueListeners, issueState } from './issue.live.ts';
import { issuePersonalData } from './issue.personalData.ts';
import {
  IssueMoveResolver,
  IssueResolver,
  MunicipalityIssuesResolver,
  ViewerIssuesResolver,
} from './issue.resolver.ts';
import { findIssue, findMove } from './issue.service.ts';
import { messagePart } from './message/issue.message.part.ts';
import { morningPart } from './morning/issue.morning.part.ts';
import { photoPart } from './photo/issue.photo.part.ts';
import { reportPart } from './report/issue.report.part.ts';
import { issueRetention } from './retention/issue.retention.ts';
import { routingPart } from './routing/issue.routing.part.ts';
import { settingsPart } from './settings/issue.settings.part.ts';
import { surveyPart } from './survey/issue.survey.part.ts';
import { titlePart } from './title/issue.title.part.ts';
import { visibilityPart } from './visibility/issue.visibility.part.ts';

declare module '../kernel/names.ts' {
  interface ModuleNames {
    readonly ISSUES: true;
  }
  interface ScopeNames {
    readonly 'issues:read': true;
    readonly 'issues:write': true;
  }
}

export const issue = defineDomain({
  name: 'issue',
  module: { name: 'ISSUES', description: 'Reports and the issue board.' },
  scopes: [
    {
      name: 'issues:read',
      description: 'Read the board without anything about people: no reporters, no inner reasons.',
    },
    {
      name: 'issues:write',
      description: 'Report to the town hall; such reports need no contact.',
    },
  ],
  scopeFields: {
    'issues:read': [
      'Issue',
      'CategoryEmergency.variants',
      'IssueCategory',
      'IssueComment',
      'IssueMove',
      'IssueQuestion',
      'Query.issue',
      'Query.issuesNear',
      'Municipality.issueBoard',
      'Municipality.issueCategories',
      'Municipality.issueCounts',
      'Municipality.issueMedians',
      'Municipality.issues',
      'Municipality.publicIssues',
      'Subscription.issue',
      'Subscription.issueBoard',
      'Subscription.publicIssues',
      ...feedFields,
    ],
    'issues:write': [
      'CategoryEmergency.variants',
      'IssueCategory',
      'IssueQuestion',
      'Municipality.issueCategories',
      'Mutation.reportIssue',
    ],
  },
  userErrors: issueErrors,
  entities: [IssueCounter, Issue, IssueMove],
  resolvers: [IssueResolver, IssueMoveResolver, IssueLiveResolver, ViewerIssuesResolver, MunicipalityIssuesResolver],
  nodes: [node('Issue', findIssue), node('IssueMove', findMove)],
  listeners: [...issueListeners, ...issueFeedListeners],
  jobs: [forgetAddressJob],
  topics: [issueBoard, issueState],
  audit: [issueAudit],
  feeds: [issueFeed],
  parts: [
    categoryPart,
    reportPart,
    photoPart,
    clockPart,
    settingsPart,
    visibilityPart,
    titlePart,
    commentPart,
    routingPart,
    boardPart,
    assigneePart,
    followPart,
    surveyPart,
    messagePart,
    morningPart,
  ],
  personalData: issuePersonalData,
  retention: issueRetention,
});
