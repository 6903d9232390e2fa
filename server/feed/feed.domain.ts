import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { FeedEntry } from './feed.entity.ts';
import { feedListeners, feedPort } from './feed.entries.service.ts';
import { groupFeed } from './feed.live.ts';
import { FeedConnectionResolver, FeedResolver, GroupFeedResolver, MunicipalityFeedResolver } from './feed.resolver.ts';
import { findFeedEntry } from './feed.service.ts';

export const feed = defineDomain({
  name: 'feed',
  entities: [FeedEntry],
  resolvers: [FeedResolver, FeedConnectionResolver, MunicipalityFeedResolver, GroupFeedResolver],
  nodes: [node('FeedEntry', findFeedEntry)],
  listeners: feedListeners,
  feedPorts: [feedPort],
  topics: [groupFeed],
  retention: { stays: { PARENT: ['FeedEntry'] } },
});
