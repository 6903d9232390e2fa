import { isHttps } from '../kernel/https.ts';
import { checkVariantLocales } from '../kernel/locale.ts';
import type { InputCheck } from '../kernel/payload.ts';
import { bodyLimit, titleLengths } from '../post/post.rules.ts';
import type { PostVariantInput } from '../post/post.variant.rules.ts';
import type { PlannedSlot, SlotKind } from './calendar.entity.ts';
import { type FirstDate, readRule, type Recurrence } from './calendar.recurrence.rules.ts';
import { addMonths, isMidnight, isTimeZone, wallMinutes } from './calendar.time.rules.ts';

/** Number of months that are stored ahead. */
export const monthsAhead = 18;
/** Greatest length of a date, and greatest age of the first date of a new event, in days. */
const mostDays = 366;
const dayMs = 86_400_000;
const placeLimit = 200;
const urlLimit = 500;
/** Greatest number of slots of a date. */
export const mostSlots = 20;
const mostSeats = 100_000;

export interface EventContent {
  readonly title: string;
  /** Markdown; absent or empty: no text. */
  readonly body?: string | null;
  readonly variants?: readonly PostVariantInput[] | null;
  readonly place?: string | null;
  readonly point?: { readonly lat: number; readonly lon: number } | null;
  readonly onlineUrl?: string | null;
  readonly maxCompanions?: number | null;
  readonly answersUntil?: Date | null;
}

export interface ReadContent {
  readonly title: string;
  readonly body: string;
  readonly variants: readonly PostVariantInput[];
  readonly place: string | null;
  readonly lat: number | null;
  readonly lon: number | null;
  readonly onlineUrl: string | null;
  readonly maxCompanions: number;
  readonly answersUntil: Date | null;
}

/**
 * Validated and trimmed content of an event. Adds errors to `check`: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, NOT_HTTPS,
 * BAD_COORDINATES, OUT_OF_RANGE, UNKNOWN_LOCALE, SAME_LOCALE_TWICE.
 */
export function readContent(check: InputCheck, input: EventContent): ReadContent {
  const { point, maxCompanions, variants } = input;
  checkVariantLocales(check, variants ?? []);
  const isOnEarth = point == null || (Math.abs(point.lat) <= 90 && Math.abs(point.lon) <= 180);
  check.require(isOnEarth, 'BAD_COORDINATES', 'latitude -90 to 90, longitude -180 to 180', 'point');
  const companions = maxCompanions ?? 0;
  check.require(companions >= 0 && companions <= 9, 'OUT_OF_RANGE', '0 to 9', 'maxCompanions');
  return {
    title: check.text(input.title, titleLengths, 'title'),
    body: check.multiline(input.body ?? '', [0, bodyLimit], 'body'),
    variants: (variants ?? []).map(({ locale, title, body }, n) => ({
      locale,
      title: check.text(title, titleLengths, 'variants', String(n), 'title'),
      body: check.multiline(body, [0, bodyLimit], 'variants', String(n), 'body'),
    })),
    place: readPlace(check, input.place ?? '') || null,
    lat: point?.lat ?? null,
    lon: point?.lon ?? null,
    onlineUrl: readOnlineUrl(check, input.onlineUrl ?? '') || null,
    maxCompanions: companions,
    answersUntil: input.answersUntil ?? null,
  };
}

/** Place in words, at most 200 characters; empty: none. Adds TOO_LONG, BAD_CHARACTERS. */
export function readPlace(check: InputCheck, place: string): string {
  return check.text(place, [0, placeLimit], 'place');
}

/** Address with https in its normal form, which has no quotes or brackets, at most 500 characters; empty: none. Adds NOT_HTTPS. */
export function readOnlineUrl(check: InputCheck, url: string): string {
  const text = url.trim();
  const address = URL.parse(text)?.href ?? text;
  check.require(address === '' || isHttps(address, urlLimit), 'NOT_HTTPS', 'an address with https', 'onlineUrl');
  return address;
}

export interface EventDates {
  readonly startsAt: Date;
  readonly endsAt: Date;
  readonly isAllDay: boolean;
  /** Absent: the time zone of the town. */
  readonly timeZone?: string | null;
  /** Absent: a single date. */
  readonly recurrence?: Recurrence | null;
}

export interface ReadDates extends FirstDate {
  /** RRULE; null: a single date; empty: faulty, which `check` says. */
  readonly rule: string | null;
}

/**
 * Validated first date and rule, to the minute. Adds errors to `check` below `dates`: BAD_TIME_ZONE, IN_THE_PAST,
 * EVENT_TOO_FAR, those of `checkSpan` and those of `readRule`. If the span is faulty, the rule is not read.
 */
export function readDates(check: InputCheck, dates: EventDates, townZone: string, now: Date): ReadDates {
  const { isAllDay, recurrence } = dates;
  const timeZone = dates.timeZone ?? townZone;
  const isKnown = isTimeZone(timeZone);
  check.require(isKnown, 'BAD_TIME_ZONE', 'an IANA time zone', 'dates', 'timeZone');
  const first = { startsAt: toMinute(dates.startsAt), endsAt: toMinute(dates.endsAt), timeZone, isAllDay };
  const unread = recurrence == null ? null : '';
  if (!isKnown) return { ...first, rule: unread };
  const isNear = first.startsAt.getTime() > now.getTime() - mostDays * dayMs;
  check.require(isNear, 'IN_THE_PAST', 'at most a year ago', 'dates', 'startsAt');
  const isInReach = first.startsAt <= addMonths(now, monthsAhead, timeZone);
  check.require(isInReach, 'EVENT_TOO_FAR', `within ${monthsAhead} months`, 'dates', 'startsAt');
  const isFine = checkSpan(check, first, 'dates');
  const rule = recurrence == null || !isFine ? unread : readRule(check, recurrence, first, 'dates', 'recurrence');
  return { ...first, rule };
}

/**
 * Whether a date has a fine length; adds END_BEFORE_START, TOO_LONG above 366 days, and NOT_MIDNIGHT to `check` at the
 * fields below `path`.
 */
export function checkSpan(check: InputCheck, span: FirstDate, ...path: readonly string[]): boolean {
  const { startsAt, endsAt, timeZone, isAllDay } = span;
  const lasts = endsAt.getTime() - startsAt.getTime();
  check.require(lasts > 0, 'END_BEFORE_START', 'the end must be after the start', ...path, 'endsAt');
  check.require(lasts <= mostDays * dayMs, 'TOO_LONG', `at most ${mostDays} days`, ...path, 'endsAt');
  const isWhole = !isAllDay || (isMidnight(startsAt, timeZone) && isMidnight(endsAt, timeZone));
  check.require(isWhole, 'NOT_MIDNIGHT', 'local midnight', ...path, 'startsAt');
  return lasts > 0 && lasts <= mostDays * dayMs && isWhole;
}

/** The moment without seconds. */
export function toMinute(at: Date): Date {
  return new Date(Math.floor(at.getTime() / 60_000) * 60_000);
}

export interface PlannedSlotInput {
  readonly kind: SlotKind;
  readonly title?: string | null;
  readonly capacity?: number | null;
  readonly startsAt?: Date | null;
  readonly endsAt?: Date | null;
}

/**
 * Validated slots of each date. Adds errors to `check` at `slots`: TOO_MANY_SLOTS, TOO_SHORT, TOO_LONG, BAD_CHARACTERS,
 * OUT_OF_RANGE, END_BEFORE_START.
 */
export function readSlots(check: InputCheck, slots: readonly PlannedSlotInput[], first: FirstDate): PlannedSlot[] {
  const isOnce = slots.filter(({ kind }) => kind === 'ATTENDANCE').length <= 1;
  check.require(
    slots.length <= mostSlots && isOnce,
    'TOO_MANY_SLOTS',
    `at most ${mostSlots}, attendance once`,
    'slots',
  );
  return slots.slice(0, mostSlots).map((slot, n) => readSlot(check, slot, first, ['slots', String(n)]));
}

/**
 * Validated slot of a date. Adds errors to `check` below `path`: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, END_BEFORE_START, and
 * OUT_OF_RANGE for fewer than `leastSeats` or more than 100,000 seats.
 */
export function readSlot(
  check: InputCheck,
  slot: PlannedSlotInput,
  first: FirstDate,
  path: readonly string[],
  leastSeats = 1,
): PlannedSlot {
  const { kind, capacity, startsAt, endsAt } = slot;
  const isShift = kind === 'SHIFT';
  const isSeatCount = capacity == null || (capacity >= leastSeats && capacity <= mostSeats);
  check.require(isSeatCount, 'OUT_OF_RANGE', `${leastSeats} to ${mostSeats}`, ...path, 'capacity');
  const from = startsAt ?? first.startsAt;
  const to = endsAt ?? first.endsAt;
  check.require(!isShift || to > from, 'END_BEFORE_START', 'the end must be after the start', ...path, 'endsAt');
  const minutesTo = (at: Date | null | undefined): number | null =>
    !isShift || at == null ? null : wallMinutes(first.startsAt, toMinute(at), first.timeZone);
  return {
    kind,
    title: isShift ? check.text(slot.title ?? '', [2, 100], ...path, 'title') : '',
    capacity: capacity ?? null,
    fromMinute: minutesTo(startsAt),
    toMinute: minutesTo(endsAt),
  };
}
