import type { ReviewQueueQuery } from '../../gql/graphql.ts';

type Town = NonNullable<ReviewQueueQuery['municipality']>;
type WaitingPost = NonNullable<Town['postsInReview']>['edges'][number]['node'];
type WaitingEvent = NonNullable<Town['eventsInReview']>['edges'][number]['node'];
export type Waiting = WaitingPost | WaitingEvent;

/** Posts and events in one list, the longest wait first. */
export function mergeWaiting(posts: readonly WaitingPost[], events: readonly WaitingEvent[]): Waiting[] {
  return [...posts, ...events].toSorted((one, other) => sinceOf(one).localeCompare(sinceOf(other)));
}

/** Since when it waits. */
export function sinceOf({ review, updatedAt }: Waiting): string {
  return review?.submittedAt ?? updatedAt;
}
