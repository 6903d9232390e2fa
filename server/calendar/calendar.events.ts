import type { ReviewOutcome } from '../group/group.review.rules.ts';
import { defineEvent } from '../kernel/events.ts';

export interface EventFacts {
  readonly eventId: string;
  readonly municipalityId: string;
  /** Groups of the event. */
  readonly groupIds: readonly string[];
}

/** An unpublished event was created or changed, or a submitted one became a draft again; no messages are sent. */
export const eventDrafted = defineEvent<EventFacts>('calendar.drafted');
export const eventPublished = defineEvent<EventFacts>('calendar.published');
/** Texts or settings of a published event changed; no messages are sent. */
export const eventEdited = defineEvent<EventFacts>('calendar.edited');
/** The event was withdrawn or, as a draft, discarded. */
export const eventWithdrawn = defineEvent<EventFacts>('calendar.withdrawn');

/** An event, or new wording of a published event, waits for a reviewer; `version` is the new version. */
export const eventSubmitted = defineEvent<EventFacts & { readonly version: number; readonly isChange: boolean }>(
  'calendar.submitted',
);
/** A reviewer decided about an event, or about new wording of a published event; `version` is the new version. */
export const eventReviewed = defineEvent<EventFacts & { readonly version: number; readonly outcome: ReviewOutcome }>(
  'calendar.reviewed',
);
/** New wording of a published event was taken back before a decision. */
export const eventProposalDropped = defineEvent<EventFacts>('calendar.proposalDropped');

/** Material change; `sequence` is the new one of the event, which the concerned dates have, too. */
export interface MaterialFacts extends EventFacts {
  readonly sequence: number;
}
/** Time, place or online address of some dates changed. */
export const occurrencesChanged = defineEvent<MaterialFacts>('calendar.changed');
/** The time of shifts changed for which somebody has answered with YES or MAYBE; their dates stay as they are. */
export const shiftsMoved = defineEvent<MaterialFacts>('calendar.shiftsMoved');
/** Some dates, or with `isWhole` the event, were cancelled. */
export const occurrencesCancelled = defineEvent<MaterialFacts & { readonly isWhole: boolean }>('calendar.cancelled');
/** Later dates of a series became an event of their own, `eventId`; they belonged to `previousId`. */
export const eventSplit = defineEvent<EventFacts & { readonly previousId: string }>('calendar.split');
