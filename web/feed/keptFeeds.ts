import type { ApolloClient } from '@apollo/client/core';
import type { Feed } from './entries.ts';

/**
 * Number of feeds that are kept, so that a page is found as it was left; the subscriptions then deliver what was
 * missed.
 */
const most = 8;
const kept = new WeakMap<ApolloClient<unknown>, Map<string, Feed>>();

export function keptFeed(client: ApolloClient<unknown>, key: string): Feed | null {
  return keptFeeds(client).get(key) ?? null;
}

export function keepFeed(client: ApolloClient<unknown>, key: string, feed: Feed): void {
  const feeds = keptFeeds(client);
  feeds.delete(key);
  feeds.set(key, { ...feed, held: new Set() });
  for (const oldest of [...feeds.keys()].slice(0, -most)) feeds.delete(oldest);
}

function keptFeeds(client: ApolloClient<unknown>): Map<string, Feed> {
  const known = kept.get(client);
  if (known) return known;
  const feeds = new Map<string, Feed>();
  kept.set(client, feeds);
  // Another person signed in: nothing of the previous person may stay.
  client.onResetStore(async () => feeds.clear());
  return feeds;
}
