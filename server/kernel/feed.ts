import type { FeedPort, Tx } from './context.ts';
import type { FeedEvent, FeedFacts } from './feed.contribution.ts';

export type { FeedContribution, FeedPort } from './context.ts';
export type { FeedEvent, FeedFacts, FeedSubject } from './feed.contribution.ts';

/** Adds the subject of an event to the feeds of these groups, in the transaction of the event. */
export function addToFeed(tx: Tx, event: FeedEvent, groupIds: readonly string[]): Promise<void> {
  return feedOf(tx).add(tx, event, groupIds);
}

/** Announces in every feed with the subject of the event that it has changed. */
export function changeInFeed(tx: Tx, event: FeedEvent): Promise<void> {
  return feedOf(tx).change(tx, event);
}

/** Removes the subject of an event from every feed. */
export function removeFromFeed(tx: Tx, event: FeedEvent): Promise<void> {
  return feedOf(tx).remove(tx, event);
}

function feedOf({ registry }: Tx): FeedPort {
  if (registry.feedPort !== undefined) return registry.feedPort;
  throw new Error('No domain of this product keeps feeds: add `feedPort` to a manifest.');
}

/** Value of a fact if it is a text; otherwise undefined. */
export function idFact(facts: FeedFacts, name: string): string | undefined {
  const id = facts[name];
  return typeof id === 'string' ? id : undefined;
}

/** Fields that return feeds; they show the entries whose kind the actor may read. */
export const feedFields = ['Municipality.feed', 'Group.feed', 'Subscription.feed'] as const;
