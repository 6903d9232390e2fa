import { reviewQueueTopic } from '../../group/group.events.ts';
import { announce, type DomainEvent, on, type Tx } from '../../kernel/events.ts';
import {
  postDrafted,
  type PostFacts,
  postProposalDropped,
  postReviewed,
  postSubmitted,
  postWithdrawn,
} from '../post.events.ts';

/** Announce that something may have begun or ended to wait for approval. */
export const reviewQueueListeners = [
  on(postDrafted, tell),
  on(postProposalDropped, tell),
  on(postReviewed, tell),
  on(postSubmitted, tell),
  on(postWithdrawn, tell),
];

function tell(tx: Tx, { facts }: DomainEvent<PostFacts>): void {
  announce(tx, reviewQueueTopic, facts);
}
