import type { FilterQuery } from '@mikro-orm/core';
import { v7 } from 'uuid';
import {
  canReview,
  mayPublishInAll,
  readDecision,
  type ReviewDecision,
  type ReviewInput,
} from '../../group/group.review.rules.ts';
import { mayDecideOn, noteReturn, waitingPage } from '../../group/group.review.service.ts';
import { groupsReadByStaff } from '../../group/group.service.ts';
import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, type Verdict } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import type { Connection, PageArgs } from '../../kernel/page.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { requireModule } from '../../municipality/municipality.service.ts';
import { factsOf, lockEvent, touch } from '../calendar.dates.service.ts';
import { Event, EventDecision, type EventRow } from '../calendar.entity.ts';
import { eventReviewed } from '../calendar.events.ts';
import { applyProposal } from '../calendar.proposing.service.ts';
import { release } from '../calendar.publishing.service.ts';
import { audienceOf } from '../calendar.reading.service.ts';
import { orConflict, requireVersion } from '../calendar.version.service.ts';

interface ReviewEventInput extends ReviewInput {
  readonly eventId: string;
  /** Version of the event that the reviewer has read. */
  readonly version: number;
}

/**
 * Approves or returns a submitted event, or new wording of a published event. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND,
 * NOT_IN_REVIEW, OWN_SUBMISSION, REASON_REQUIRED, TOO_LONG, BAD_CHARACTERS, IN_THE_PAST if all dates are over, and CONFLICT with the
 * current event if it changed after `version`.
 */
export function reviewEvent(ctx: Context, input: ReviewEventInput): Promise<Event> {
  return orConflict(ctx, () => write(ctx, (tx) => reviewNow(tx, input)));
}

async function reviewNow(tx: Tx, input: ReviewEventInput): Promise<Event> {
  const event = await lockEvent(tx, input.eventId);
  authorize(await mayDecide(tx, event));
  requireModule(await event.municipality.loadOrFail(), 'CALENDAR');
  requireVersion(event, input.version);
  const decision = readDecision(tx.actor, event, input);
  touch(tx, event);
  if (decision.outcome === 'RETURNED') noteReturn(event, decision.reason);
  else await approveNow(tx, event);
  await keepDecision(tx, event, decision);
  return event;
}

async function approveNow(tx: Tx, event: Event): Promise<void> {
  const { state, proposal } = event;
  event.returnedBecause = null;
  if (state === 'PUBLISHED') {
    if (proposal != null) await applyProposal(tx, event, proposal);
    return;
  }
  event.approvedAt = tx.now();
  await release(tx, event);
}

async function keepDecision(tx: Tx, event: Event, decision: ReviewDecision): Promise<void> {
  const { version } = event;
  const by = personId(tx.actor);
  tx.em.persist(tx.em.create(EventDecision, { id: v7(), event, version, by, at: tx.now(), ...decision }));
  await tx.em.flush();
  await record(tx, eventReviewed({ ...factsOf(event), version, outcome: decision.outcome }));
}

/** Whether the actor may decide about what waits. */
export async function mayDecide(ctx: Context, event: EventRow): Promise<Verdict> {
  return mayDecideOn(ctx, event, await audienceOf(ctx, event));
}

/** Whether the actor may see what waits, was proposed or returned. */
export async function maySeeReview(ctx: Context, event: EventRow): Promise<boolean> {
  return mayPublishInAll(ctx.actor, await audienceOf(ctx, event));
}

/**
 * Page of the events of a town of which something waits, the longest wait first; for editors and admins, without groups in
 * which they may not publish. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND if the module is switched off.
 */
export function listEventsInReview(ctx: Context, town: MunicipalityRow, page: PageArgs): Promise<Connection<Event>> {
  authorize(canReview(ctx.actor, town.id));
  requireModule(town, 'CALENDAR');
  const listed: FilterQuery<Event> = {
    municipality: town.id,
    submittedAt: { $ne: null },
    state: { $in: ['IN_REVIEW', 'PUBLISHED'] },
    groups: { $every: groupsReadByStaff(personId(ctx.actor) ?? '') },
  };
  return waitingPage(ctx, page, {
    scope: `event-review:${town.id}`,
    count: () => ctx.em.count(Event, listed),
    load: (limit, after) => {
      const where: FilterQuery<Event> = { $and: [listed, after] };
      return ctx.em.find(Event, where, { limit, orderBy: { submittedAt: 'asc', id: 'asc' }, refresh: true });
    },
  });
}
