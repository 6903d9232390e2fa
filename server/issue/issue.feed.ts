import { findTownGroup } from '../group/group.service.ts';
import { addToFeed, changeInFeed, type FeedContribution, idFact, removeFromFeed } from '../kernel/feed.ts';
import { on } from '../kernel/events.ts';
import { issueMoved, issueTitled, issueVisibilityChanged } from './issue.events.ts';
import { loadPublic } from './issue.reading.service.ts';
import { IssueType } from './issue.types.ts';

export const issueFeed: FeedContribution = {
  kind: 'ISSUE',
  description: 'A report that is public.',
  type: IssueType,
  typeName: 'Issue',
  module: 'ISSUES',
  scope: 'issues:read',
  idOf: (facts) => idFact(facts, 'issueId'),
  load: loadPublic,
};

export const issueFeedListeners = [
  on(issueMoved, changeInFeed),
  on(issueTitled, changeInFeed),
  on(issueVisibilityChanged, async (tx, event) => {
    if (!event.facts.isPublic) return removeFromFeed(tx, event);
    const town = await findTownGroup(tx, event.facts.municipalityId);
    return addToFeed(tx, event, town === null ? [] : [town.id]);
  }),
];
