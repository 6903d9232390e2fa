import { addToFeed, changeInFeed, type FeedContribution, idFact } from '../kernel/feed.ts';
import { on } from '../kernel/events.ts';
import { pollOpened } from './poll.events.ts';
import { loadOpened } from './poll.reading.service.ts';
import { PollType } from './poll.types.ts';

/** Feed entries of polls without a post. A poll of a post has no entry: opening it updates the entry of the post. */
export const pollFeed: FeedContribution = {
  kind: 'POLL',
  description: 'A poll without a post.',
  type: PollType,
  typeName: 'Poll',
  module: 'POLLS',
  scope: 'polls:read',
  idOf: (facts) => idFact(facts, 'pollId'),
  load: loadOpened,
};

export const pollFeedListeners = [
  on(pollOpened, (tx, event) =>
    event.facts.postId === null ? addToFeed(tx, event, [event.facts.groupId]) : changeInFeed(tx, event),
  ),
];
