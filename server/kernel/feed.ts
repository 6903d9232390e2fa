import type { FeedEvent, FeedFacts, FeedPort, Tx } from './context.ts';

export type { FeedContribution, FeedEvent, FeedFacts, FeedPort, FeedSubject } from './context.ts';

/** Puts the subject of an event into the feeds of these groups, in the transaction of the event. */
export function addToFeed(tx: Tx, event: FeedEvent, groupIds: readonly string[]): Promise<void> {
  return feedOf(tx).add(tx, event, groupIds);
}

/** Tells the readers of every feed in which the subject of an event stands that it has changed. */
export function changeInFeed(tx: Tx, event: FeedEvent): Promise<void> {
  return feedOf(tx).change(tx, event);
}

/** Takes the subject of an event out of every feed. */
export function removeFromFeed(tx: Tx, event: FeedEvent): Promise<void> {
  return feedOf(tx).remove(tx, event);
}

function feedOf({ registry }: Tx): FeedPort {
  if (registry.feedPort !== undefined) return registry.feedPort;
  throw new Error('No domain of this product keeps feeds: add `feedPort` to a manifest.');
}

/** Id of a fact if it holds one. */
export function idFact(facts: FeedFacts, name: string): string | undefined {
  const id = facts[name];
  return typeof id === 'string' ? id : undefined;
}

/** Where a feed is read: whoever may read one kind of it sees the entries of that kind. */
export const feedFields = ['Municipality.feed', 'Group.feed', 'Subscription.feed'] as const;
