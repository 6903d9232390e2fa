import { v7 } from 'uuid';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, type Tx } from '../kernel/events.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { factsOf, firstOf, lockEvent, touch } from './calendar.dates.service.ts';
import { Event, Occurrence } from './calendar.entity.ts';
import { eventSplit } from './calendar.events.ts';
import { shareFiles } from './calendar.files.service.ts';
import type { OccurrenceScope } from './calendar.moving.rules.ts';
import { endAfter, moveTo } from './calendar.moving.rules.ts';
import { audienceOf } from './calendar.reading.service.ts';
import { continueRule, endBefore, expandRule } from './calendar.recurrence.rules.ts';
import { canChangeDates } from './calendar.rules.ts';
import { requireVersion } from './calendar.version.service.ts';

export interface NamedDate {
  readonly occurrenceId: string;
  /** Version of the event that the change is based on. */
  readonly version: number;
  readonly scope: OccurrenceScope;
}

/** Locked event with all its dates in the order of their planned starts. */
export interface Series {
  readonly event: Event;
  /** The named date. */
  readonly named: Occurrence;
  readonly dates: readonly Occurrence[];
  /** Dates that the change concerns: the named one, and of ALL and FOLLOWING those that have not begun and take place. */
  readonly concerned: readonly Occurrence[];
  /** Scope after its reduction: a change of a single date, or of a whole series, is ALL. */
  readonly scope: OccurrenceScope;
}

/**
 * Locks the event of a date and finds the concerned dates. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND,
 * EVENT_NOT_PUBLISHED, EVENT_IS_WITHDRAWN, EVENT_IS_CANCELLED, OCCURRENCE_IS_CANCELLED, OCCURRENCE_IS_PAST, CONFLICT.
 */
export async function lockSeries(tx: Tx, { occurrenceId, version, scope }: NamedDate): Promise<Series> {
  const found = await tx.em.findOne(Occurrence, occurrenceId);
  if (found === null) throw new DomainError('NOT_FOUND');
  let event = await lockEvent(tx, found.event.id);
  const named = await tx.em.findOneOrFail(Occurrence, occurrenceId, { refresh: true });
  if (named.event.id !== event.id) event = await lockEvent(tx, named.event.id); // the series was split meanwhile
  authorize(canChangeDates(tx.actor, event, await audienceOf(tx, event)));
  requireModule(await event.municipality.loadOrFail(), 'CALENDAR');
  requireVersion(event, version);
  if (named.state === 'CANCELLED') throw refusal('OCCURRENCE_IS_CANCELLED', 'occurrenceId');
  if (named.endsAt <= tx.now()) throw refusal('OCCURRENCE_IS_PAST', 'occurrenceId');
  const dates = await tx.em.find(Occurrence, { event: event.id }, { orderBy: { originalStart: 'asc' }, refresh: true });
  return seriesOf(tx, { event, named, dates, scope: reduced(event, named, dates, scope) });
}

function reduced(event: Event, named: Occurrence, dates: readonly Occurrence[], scope: OccurrenceScope) {
  const isFirst = dates[0]?.id === named.id;
  return event.rule == null || (scope === 'FOLLOWING' && isFirst) ? 'ALL' : scope;
}

function seriesOf(tx: Tx, series: Omit<Series, 'concerned'>): Series {
  const { named, dates, scope } = series;
  const isConcerned = (date: Occurrence): boolean => {
    if (date.id === named.id) return true;
    if (scope === 'THIS' || date.state === 'CANCELLED' || date.startsAt <= tx.now()) return false;
    return scope === 'ALL' || date.originalStart >= named.originalStart;
  };
  return { ...series, concerned: dates.filter(isConcerned) };
}

/**
 * Makes the named date and all later ones an event of their own, with their slots and answers: it has a new UID, and the rule of
 * the earlier event ends before them. Returns the new series, all of whose dates ALL concerns.
 */
export async function splitSeries(tx: Tx, { event, named, dates }: Series): Promise<Series> {
  const rule = event.rule ?? '';
  const first = firstOf(event);
  const earlier = endBefore(rule, named.originalStart, first);
  const done = expandRule(earlier, first, { limit: Infinity }).length;
  const later = await copyEvent(tx, event, named.originalStart, continueRule(rule, done));
  event.rule = earlier;
  event.isComplete = true;
  event.sequence++;
  touch(tx, event);
  const moved = dates.filter(({ originalStart }) => originalStart >= named.originalStart);
  for (const date of moved) tx.em.assign(date, { event: later });
  await tx.em.flush();
  await record(tx, eventSplit({ ...factsOf(later), previousId: event.id }));
  return seriesOf(tx, { event: later, named, dates: moved, scope: 'ALL' });
}

async function copyEvent(tx: Tx, event: Event, startsAt: Date, rule: string): Promise<Event> {
  const { municipality, title, body, html, excerpt, variants, place, lat, lon, onlineUrl, timeZone, isAllDay } = event;
  const { isComplete, slotPlan, maxCompanions, answersUntil, state, author, partnerKeyId, sender, publishedAt } = event;
  const { submittedAt, submittedBy, approvedAt, returnedBecause, proposal } = event;
  const content = {
    municipality,
    title,
    body,
    html,
    excerpt,
    variants,
    place,
    lat,
    lon,
    onlineUrl,
    timeZone,
    isAllDay,
  };
  const settings = {
    isComplete,
    slotPlan,
    maxCompanions,
    answersUntil,
    state,
    author,
    partnerKeyId,
    sender,
    publishedAt,
  };
  const review = { submittedAt, submittedBy, approvedAt, returnedBecause, proposal };
  const id = v7();
  const later = tx.em.create(Event, {
    id,
    ...content,
    ...settings,
    ...review,
    groups: event.groups.getItems(),
    startsAt,
    endsAt: endAfter(startsAt, moveTo(event, event), timeZone),
    rule,
    uid: id,
    seriesUid: event.seriesUid ?? event.uid,
    sequence: event.sequence,
    previousEvent: event,
    previousSequence: event.sequence,
    createdAt: tx.now(),
    updatedAt: tx.now(),
  });
  await tx.em.persist(later).flush();
  await shareFiles(tx, event.id, id);
  return later;
}
