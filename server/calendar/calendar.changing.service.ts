import { type Context } from '../kernel/context.ts';
import { refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { InputCheck } from '../kernel/payload.ts';
import { factsOf, touch } from './calendar.dates.service.ts';
import { placeOf, timesBefore, withEarlier } from './calendar.earlier.rules.ts';
import type { Event, Occurrence } from './calendar.entity.ts';
import { occurrencesChanged } from './calendar.events.ts';
import { checkSpan, monthsAhead, readOnlineUrl, readPlace, toMinute } from './calendar.input.rules.ts';
import { endAfter, isChanged, isSameDay, moveTo, type Shift, shifted, shiftTo } from './calendar.moving.rules.ts';
import { lockSeries, type NamedDate, type Series, splitSeries } from './calendar.scope.service.ts';
import { Slot } from './calendar.slot.entity.ts';
import { slotTimes } from './calendar.slot.rules.ts';
import { addMonths, addWallMinutes, wallMinutes } from './calendar.time.rules.ts';
import { orConflict } from './calendar.version.service.ts';

export interface ChangeOccurrencesInput extends NamedDate {
  readonly startsAt?: Date | null;
  readonly endsAt?: Date | null;
  /** Empty: none; absent: unchanged. */
  readonly place?: string | null;
  readonly onlineUrl?: string | null;
}

export interface ChangedDates {
  /** Event of the named date after the change. */
  readonly event: Event;
  readonly occurrence: Occurrence;
}

/**
 * Changes time, place or online address of one date, all dates that have not begun, or this and the following ones, which then
 * become an event of their own. Dates that were moved one by one keep their time, past dates keep everything. The sequence
 * increases by 1, and those who attend a concerned date get a message. Errors: those of `lockSeries`, END_BEFORE_START, TOO_LONG,
 * NOT_MIDNIGHT, IN_THE_PAST, EVENT_TOO_FAR, DAY_OF_SERIES, SAME_AS_BEFORE, BAD_CHARACTERS, NOT_HTTPS.
 */
export function changeOccurrences(ctx: Context, input: ChangeOccurrencesInput): Promise<ChangedDates> {
  return orConflict(ctx, () =>
    write(ctx, async (tx) => {
      const found = await lockSeries(tx, input);
      const wanted = readWanted(tx, found, input);
      const series = found.scope === 'FOLLOWING' ? await splitSeries(tx, found) : found;
      const { event, named } = series;
      event.sequence++;
      touch(tx, event);
      const before = new Map(series.dates.map(({ id, startsAt, endsAt }) => [id, { startsAt, endsAt }]));
      for (const date of series.concerned) keepEarlier(event, date);
      if (wanted.isMoved) moveDates(tx, series, wanted);
      if (wanted.place !== undefined) setPlace(series, 'place', wanted.place);
      if (wanted.onlineUrl !== undefined) setPlace(series, 'onlineUrl', wanted.onlineUrl);
      for (const date of series.dates) settle(tx, series, date, before.get(date.id)?.startsAt);
      await tx.em.flush();
      await moveSlots(tx, series, before);
      await record(tx, occurrencesChanged({ ...factsOf(event), sequence: event.sequence }));
      return { event, occurrence: named };
    }),
  );
}

/** Wanted time, place and address of the named date; undefined place or address: unchanged. */
interface Wanted {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly isMoved: boolean;
  readonly place: string | undefined;
  readonly onlineUrl: string | undefined;
}

function readWanted(tx: Tx, { event, named, scope }: Series, input: ChangeOccurrencesInput): Wanted {
  const { timeZone, isAllDay } = event;
  const startsAt = input.startsAt == null ? named.startsAt : toMinute(input.startsAt);
  const length = wallMinutes(named.startsAt, named.endsAt, timeZone);
  const endsAt = input.endsAt == null ? addWallMinutes(startsAt, length, timeZone) : toMinute(input.endsAt);
  const check = new InputCheck();
  const isFine = checkSpan(check, { startsAt, endsAt, timeZone, isAllDay });
  check.require(!isFine || endsAt > tx.now(), 'IN_THE_PAST', 'must be ahead', 'startsAt');
  const isNear = startsAt <= addMonths(tx.now(), monthsAhead, timeZone);
  check.require(isNear, 'EVENT_TOO_FAR', `within ${monthsAhead} months`, 'startsAt');
  const keepsDay = event.rule == null || scope === 'THIS' || isSameDay(startsAt, named.startsAt, timeZone);
  check.require(keepsDay, 'DAY_OF_SERIES', 'only the time of the day can change', 'startsAt');
  const isMoved = startsAt.getTime() !== named.startsAt.getTime() || endsAt.getTime() !== named.endsAt.getTime();
  const place = input.place == null ? undefined : readPlace(check, input.place);
  const onlineUrl = input.onlineUrl == null ? undefined : readOnlineUrl(check, input.onlineUrl);
  check.done();
  const isNew = (value: string | undefined, own: string | null | undefined, general: string | null | undefined) =>
    value !== undefined && value !== (own ?? general ?? '');
  const isNewPlace = isNew(place, named.place, event.place) || isNew(onlineUrl, named.onlineUrl, event.onlineUrl);
  if (!isMoved && !isNewPlace) throw refusal('SAME_AS_BEFORE');
  return { startsAt, endsAt, isMoved, place, onlineUrl };
}

/** Moves the concerned dates; with ALL also what the event plans, so that past dates become exceptions. */
function moveDates(tx: Tx, { event, named, dates, concerned, scope }: Series, wanted: Wanted): void {
  const { startsAt, endsAt } = wanted;
  if (scope === 'ALL') {
    const shift = event.rule == null ? moveTo(event, wanted) : shiftTo(event, wanted);
    for (const date of dates) replan(event, date, shift, concerned.includes(date) || date.startsAt > tx.now());
    event.startsAt = shifted(event.startsAt, shift, event.timeZone);
    event.endsAt = endAfter(event.startsAt, shift, event.timeZone);
  }
  Object.assign(named, { startsAt, endsAt });
}

/** Moves the planned start of a date; a date that `follows` and was not moved by itself takes place then. */
function replan({ timeZone }: Event, date: Occurrence, shift: Shift, follows: boolean): void {
  const isAsPlanned = date.startsAt.getTime() === date.originalStart.getTime();
  date.firstStart ??= date.originalStart;
  date.originalStart = shifted(date.originalStart, shift, timeZone);
  if (!follows || !isAsPlanned) return;
  date.startsAt = date.originalStart;
  date.endsAt = endAfter(date.startsAt, shift, timeZone);
}

/** Stores what the change is about to replace. */
function keepEarlier(event: Event, date: Occurrence): void {
  const before = { sequence: event.sequence, ...timesBefore(date), ...placeOf(event, date) };
  date.earlier = withEarlier(date.earlier, before);
}

/** Sets the place or address of the named date; with ALL that of the event, and past dates keep the earlier one. */
function setPlace(
  { event, named, dates, concerned, scope }: Series,
  field: 'place' | 'onlineUrl',
  value: string,
): void {
  if (scope !== 'ALL') {
    named[field] = value === (event[field] ?? '') ? null : value;
    return;
  }
  for (const date of dates) if (!concerned.includes(date)) date[field] ??= event[field] ?? '';
  event[field] = value || null;
  named[field] = null;
}

/**
 * Sets state and sequence of a date after its change. With ALL the date is as the event says, which itself has changed, so readers
 * see it as CHANGED, too.
 */
function settle(tx: Tx, { event, concerned, scope }: Series, date: Occurrence, before: Date | undefined): void {
  const isConcerned = concerned.includes(date);
  const hasChanged = isChanged(event, date) || (isConcerned ? scope === 'ALL' : date.state === 'CHANGED');
  if (date.state !== 'CANCELLED') date.state = hasChanged ? 'CHANGED' : 'PLANNED';
  if (!isConcerned) return;
  date.sequence = event.sequence;
  date.changedAt = tx.now();
  if (before !== undefined && before.getTime() !== date.startsAt.getTime()) date.movedFrom = before;
}

/** Moves the times of shifts along with their dates. */
async function moveSlots(
  tx: Tx,
  { event, dates }: Series,
  times: ReadonlyMap<string, Pick<Occurrence, 'startsAt' | 'endsAt'>>,
): Promise<void> {
  const moved = dates.filter(({ id, startsAt }) => times.get(id)?.startsAt.getTime() !== startsAt.getTime());
  if (moved.length === 0) return;
  const slots = await tx.em.find(Slot, { occurrence: { $in: moved.map(({ id }) => id) }, kind: 'SHIFT' });
  for (const slot of slots) {
    const date = moved.find(({ id }) => id === slot.occurrence.id);
    const before = times.get(slot.occurrence.id);
    if (date === undefined || before === undefined || (slot.startsAt == null && slot.endsAt == null)) continue;
    slot.earlier = withEarlier(slot.earlier, {
      sequence: event.sequence,
      ...timesBefore(slotTimes(slot, before)),
    });
    const minutes = wallMinutes(before.startsAt, date.startsAt, event.timeZone);
    if (slot.startsAt != null) slot.startsAt = addWallMinutes(slot.startsAt, minutes, event.timeZone);
    if (slot.endsAt != null) slot.endsAt = addWallMinutes(slot.endsAt, minutes, event.timeZone);
  }
  await tx.em.flush();
}
