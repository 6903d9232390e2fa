import { reviewQueueTopic } from '../../group/group.events.ts';
import { announce, type DomainEvent, on, type Tx } from '../../kernel/events.ts';
import {
  eventDrafted,
  type EventFacts,
  eventProposalDropped,
  eventReviewed,
  eventSubmitted,
  eventWithdrawn,
  occurrencesCancelled,
} from '../calendar.events.ts';

/** Announce that something may have begun or ended to wait for approval. */
export const reviewQueueListeners = [
  on(eventDrafted, tell),
  on(eventProposalDropped, tell),
  on(eventReviewed, tell),
  on(eventSubmitted, tell),
  on(eventWithdrawn, tell),
  on(occurrencesCancelled, tell),
];

function tell(tx: Tx, { facts }: DomainEvent<EventFacts>): void {
  announce(tx, reviewQueueTopic, facts);
}
