import { needsReview } from '../group/group.review.rules.ts';
import { endReview, noteSubmission } from '../group/group.review.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { InputCheck } from '../kernel/payload.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { factsOf, lockEvent, touch } from './calendar.dates.service.ts';
import { type Event, Occurrence } from './calendar.entity.ts';
import { eventDrafted, eventPublished, eventSubmitted, eventWithdrawn } from './calendar.events.ts';
import { audienceOf } from './calendar.reading.service.ts';
import { canPublishEvent, canWithdrawEvent } from './calendar.rules.ts';

/**
 * Publishes a draft; in groups that need a review it waits until it is approved (IN_REVIEW). Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, EVENT_IS_PUBLISHED, EVENT_IS_CANCELLED,
 * EVENT_IS_WITHDRAWN, IN_THE_PAST if all dates are over.
 */
export function publishEvent(ctx: Context, eventId: string): Promise<Event> {
  return write(ctx, async (tx) => {
    const event = await lockEvent(tx, eventId);
    authorize(canPublishEvent(tx.actor, event, await audienceOf(tx, event)));
    requireModule(await event.municipality.loadOrFail(), 'CALENDAR');
    touch(tx, event);
    await release(tx, event);
    return event;
  });
}

/**
 * Publishes an event, or submits it if one of its groups needs a review; must run inside the transaction that created or locked
 * it. Errors: IN_THE_PAST.
 */
export async function release(tx: Tx, event: Event): Promise<void> {
  const ahead = await tx.em.count(Occurrence, { event: event.id, endsAt: { $gt: tx.now() } });
  if (ahead === 0) throw refusal('IN_THE_PAST', 'dates', 'startsAt');
  if (event.approvedAt == null && needsReview(event.groups.getItems())) await submit(tx, event);
  else await publishNow(tx, event);
}

/** Lets an event wait for a reviewer. An event that waits already keeps its place, and the reviewers get no other message. */
export async function submit(tx: Tx, event: Event): Promise<void> {
  const isWaiting = event.state === 'IN_REVIEW';
  event.state = 'IN_REVIEW';
  noteSubmission(tx, event);
  await tx.em.flush();
  const facts = factsOf(event);
  const submitted = eventSubmitted({ ...facts, version: event.version, isChange: false });
  await record(tx, isWaiting ? eventDrafted(facts) : submitted);
}

async function publishNow(tx: Tx, event: Event): Promise<void> {
  event.state = 'PUBLISHED';
  endReview(event);
  event.publishedAt = tx.now();
  await tx.em.flush();
  await record(tx, eventPublished(factsOf(event)));
}

/**
 * Withdraws a published event, so that readers do not see it any more, discards a draft, or turns a submitted event into a draft;
 * nobody is notified. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, EVENT_IS_WITHDRAWN, EVENT_IS_PUBLISHED (for keys), TOO_LONG, BAD_CHARACTERS.
 */
export function withdrawEvent(ctx: Context, eventId: string, reason?: string | null): Promise<Event> {
  return write(ctx, async (tx) => {
    const event = await lockEvent(tx, eventId);
    authorize(canWithdrawEvent(tx.actor, event, await audienceOf(tx, event)));
    requireModule(await event.municipality.loadOrFail(), 'CALENDAR');
    const check = new InputCheck();
    const because = check.multiline(reason ?? '', [0, 300], 'reason');
    check.done();
    const isStopped = event.state === 'IN_REVIEW';
    touch(tx, event);
    endReview(event);
    event.state = isStopped ? 'DRAFT' : 'WITHDRAWN';
    event.withdrawnAt = isStopped ? null : tx.now();
    event.withdrawnBecause = because || null;
    await tx.em.flush();
    await record(tx, isStopped ? eventDrafted(factsOf(event)) : eventWithdrawn(factsOf(event)));
    return event;
  });
}
