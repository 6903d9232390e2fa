import { addToFeed, changeInFeed, type FeedContribution, idFact, removeFromFeed } from '../kernel/feed.ts';
import { on } from '../kernel/events.ts';
import { postExpired, postPublished, postRevised, postTranslated, postWithdrawn } from './post.events.ts';
import { loadPublished } from './post.reading.service.ts';
import { PostType } from './post.types.ts';

export const postFeed: FeedContribution = {
  kind: 'POST',
  description: 'A post, including its poll.',
  type: PostType,
  typeName: 'Post',
  module: 'POSTS',
  scope: 'posts:read',
  idOf: (facts) => idFact(facts, 'postId'),
  load: loadPublished,
};

export const postFeedListeners = [
  on(postPublished, (tx, event) => addToFeed(tx, event, event.facts.groupIds)),
  on(postRevised, changeInFeed),
  on(postTranslated, changeInFeed),
  on(postWithdrawn, removeFromFeed),
  on(postExpired, removeFromFeed),
];
