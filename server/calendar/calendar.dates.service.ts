import { LockMode } from '@mikro-orm/core';
import { v7 } from 'uuid';
import { system, withinScope } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import { type Tx, write } from '../kernel/events.ts';
import type { Services } from '../kernel/context.ts';
import { Event, Occurrence } from './calendar.entity.ts';
import type { EventFacts } from './calendar.events.ts';
import { type EventDates, monthsAhead, type ReadDates, readDates } from './calendar.input.rules.ts';
import { expandRule, type FirstDate, mostDates, type Part, type Span } from './calendar.recurrence.rules.ts';
import { Slot } from './calendar.slot.entity.ts';
import { numbered, type NumberedSlot, timesOf } from './calendar.slot.rules.ts';
import { addMonths } from './calendar.time.rules.ts';

/** Current event with its groups, locked against other changes until the commit. Errors: NOT_FOUND. */
export async function lockEvent(tx: Tx, id: string): Promise<Event> {
  const event = await tx.em.findOne(Event, id, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
  if (event === null) throw new DomainError('NOT_FOUND');
  await event.groups.init({ refresh: true });
  return event;
}

/** Increases the version, so that changes based on an older one are refused with CONFLICT, and updates `updatedAt`. */
export function touch(tx: Tx, event: Event): void {
  event.version++;
  event.updatedAt = tx.now();
}

export function factsOf(event: Event): EventFacts {
  return { eventId: event.id, municipalityId: event.municipality.id, groupIds: event.groups.getIdentifiers() };
}

/** Stores the dates of a new event, or of a draft whose dates or slots changed, at most 400 and 18 months ahead. */
export async function storeDates(tx: Tx, event: Event): Promise<void> {
  await tx.em.nativeDelete(Occurrence, { event: event.id });
  await addDates(tx, event, { limit: mostDates });
}

/**
 * Stores further dates of a series whose rule goes on, so that 18 months ahead, and at most 400 dates that are not over, are
 * stored. Returns the number of new dates.
 */
function extendSeries(ctx: Context, eventId: string): Promise<number> {
  return write(ctx, async (tx) => {
    const event = await lockEvent(tx, eventId);
    if (event.isComplete || !['DRAFT', 'IN_REVIEW', 'PUBLISHED'].includes(event.state)) return 0;
    const [{ last, ahead } = { last: null, ahead: 0 }]: Stored[] = await tx.em.execute(
      `select max(original_start) as last, (count(*) filter (where ends_at > ?))::int as ahead
       from occurrence where event_id = ?`,
      [tx.now(), event.id],
    );
    const limit = mostDates - ahead;
    return limit <= 0 ? 0 : addDates(tx, event, { limit, ...(last !== null && { after: new Date(last) }) });
  });
}

interface Stored {
  readonly last: Date | string | null;
  readonly ahead: number;
}

/** Extends all series whose rules go on, in all towns. Returns the number of new dates. */
export async function extendAllSeries(services: Services): Promise<number> {
  const rows: { id: string }[] = await services.em
    .fork()
    .execute(`select id from event where not is_complete and state in ('DRAFT', 'IN_REVIEW', 'PUBLISHED') order by id`);
  let added = 0;
  for (const { id } of rows) added += await extendSeries(forkContext(services, system), id);
  return added;
}

/** Start of the last date that `storeDates` would store of these dates; null: their rule is faulty, or no date is near enough. */
export function lastStartOf({ rule, ...first }: ReadDates, now: Date): Date | null {
  if (rule === null) return first.startsAt;
  if (rule === '') return null;
  const until = addMonths(now, monthsAhead, first.timeZone);
  return expandRule(rule, first, { limit: mostDates, until }).at(-1)?.startsAt ?? null;
}

async function addDates(tx: Tx, event: Event, part: Part): Promise<number> {
  const first = firstOf(event);
  const spans = expandRule(event.rule, first, { ...part, until: addMonths(tx.now(), monthsAhead, event.timeZone) });
  const last = spans.at(-1)?.startsAt ?? part.after;
  event.isComplete = last !== undefined && expandRule(event.rule, first, { limit: 1, after: last }).length === 0;
  for (const span of spans) persistDate(tx, event, span);
  await tx.em.flush();
  return spans.length;
}

function persistDate(tx: Tx, event: Event, { startsAt, endsAt }: Span): void {
  const occurrence = tx.em.create(Occurrence, {
    id: v7(),
    municipality: event.municipality,
    event,
    originalStart: startsAt,
    startsAt,
    endsAt,
    state: 'PLANNED',
    sequence: event.sequence,
    changedAt: tx.now(),
  });
  tx.em.persist(occurrence);
  for (const planned of numbered(event.slotPlan)) persistSlot(tx, event, occurrence, planned);
}

/** Stores a slot of a date as planned. */
export function persistSlot(tx: Tx, event: Event, occurrence: Occurrence, planned: NumberedSlot): void {
  const { kind, title, capacity, position } = planned;
  const { municipality, timeZone } = event;
  const times = timesOf(planned, occurrence.startsAt, timeZone);
  tx.em.persist(tx.em.create(Slot, { id: v7(), municipality, occurrence, kind, title, capacity, position, ...times }));
}

/** First date of the event as planned. */
export function firstOf({ startsAt, endsAt, timeZone, isAllDay }: FirstDate): FirstDate {
  return { startsAt, endsAt, timeZone, isAllDay };
}

/** Dates of an event that is not stored. */
export interface Preview {
  readonly rule: string | null;
  readonly dates: readonly Span[];
  readonly isComplete: boolean;
}

/**
 * Dates that an event would have, at most 400 and 18 months ahead. Refused when signed out, because expanding costs time. Errors:
 * UNAUTHENTICATED, those of `readDates`.
 */
export function previewDates({ actor, now }: Pick<Context, 'actor' | 'now'>, input: EventDates): Preview {
  if (actor.kind === 'anonymous') throw new DomainError('UNAUTHENTICATED');
  if (actor.kind === 'partner') authorize(withinScope(actor, actor.municipalityId, 'events:write'));
  const check = new InputCheck();
  const { rule, ...first } = readDates(check, input, 'Europe/Berlin', now());
  check.done();
  const until = addMonths(now(), monthsAhead, first.timeZone);
  const dates = expandRule(rule, first, { limit: mostDates, until });
  const last = dates.at(-1)?.startsAt;
  const isComplete = last !== undefined && expandRule(rule, first, { limit: 1, after: last }).length === 0;
  return { rule, dates, isComplete };
}
