import { endReview, noteSubmission } from '../group/group.review.service.ts';
import { record, type Tx } from '../kernel/events.ts';
import { areSameVariants } from '../post/post.variant.rules.ts';
import { factsOf } from './calendar.dates.service.ts';
import type { Event, EventProposal } from './calendar.entity.ts';
import { eventEdited, eventProposalDropped, eventSubmitted } from './calendar.events.ts';

/**
 * Stores new wording of a locked published event until a reviewer decides; readers see the published wording. A later proposal
 * replaces an earlier one, the published wording takes the proposal back, and a proposal that waits already stays as it is.
 */
export async function propose(tx: Tx, event: Event, wording: EventProposal): Promise<void> {
  const { proposal, submittedAt } = event;
  const isKnown =
    proposal == null ? isSameWording(event, wording) : submittedAt != null && isSameWording(proposal, wording);
  const isTakenBack = !isKnown && isSameWording(event, wording);
  if (isTakenBack) {
    endReview(event);
    event.returnedBecause = null;
  } else if (!isKnown) {
    event.proposal = wording;
    noteSubmission(tx, event);
  }
  await tx.em.flush();
  const facts = factsOf(event);
  if (isKnown) await record(tx, eventEdited(facts));
  else if (isTakenBack) await record(tx, eventProposalDropped(facts));
  else await record(tx, eventSubmitted({ ...facts, version: event.version, isChange: true }));
}

/** Publishes the approved proposal of a locked event; nobody is notified, as of every change of wording. */
export async function applyProposal(tx: Tx, event: Event, proposal: EventProposal): Promise<void> {
  const { title, body, html, excerpt, variants } = proposal;
  tx.em.assign(event, { title, body, html, excerpt, variants });
  endReview(event);
  event.approvedAt = tx.now();
  await tx.em.flush();
  await record(tx, eventEdited(factsOf(event)));
}

type Wording = Pick<Event, 'title' | 'body' | 'variants'>;

function isSameWording(one: Wording, other: Wording): boolean {
  const isSameText = one.title === other.title && one.body === other.body;
  return isSameText && areSameVariants(one.variants ?? [], other.variants ?? []);
}
