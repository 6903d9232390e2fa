import { canPublishIn } from '../../group/group.rules.ts';
import type { Actor } from '../../kernel/actor.ts';
import { strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import { InputCheck } from '../../kernel/payload.ts';
import type { Audience } from '../../post/post.rules.ts';
import type { Event, Occurrence } from '../calendar.entity.ts';
import { isShown } from '../calendar.rules.ts';
import type { AttendanceAnswer, Slot } from '../calendar.slot.entity.ts';

/** Facts of the date of a slot that decide whether answers are accepted. */
export interface AnsweredDate {
  readonly event: Pick<Event, 'state' | 'answersUntil' | 'maxCompanions'>;
  readonly occurrence: Pick<Occurrence, 'state' | 'startsAt' | 'endsAt'>;
  readonly slot: Pick<Slot, 'startsAt' | 'endsAt'>;
}

/** Start of a slot: its own, or that of its date. */
export function startOf({ slot, occurrence }: Pick<AnsweredDate, 'slot' | 'occurrence'>): Date {
  return slot.startsAt ?? occurrence.startsAt;
}

/** End of a slot: its own, or that of its date. */
export function endOf({ slot, occurrence }: Pick<AnsweredDate, 'slot' | 'occurrence'>): Date {
  return slot.endsAt ?? occurrence.endsAt;
}

/** Whether the date of a slot does not take place. */
export function isCancelled({ event, occurrence }: Pick<AnsweredDate, 'event' | 'occurrence'>): boolean {
  return event.state === 'CANCELLED' || occurrence.state === 'CANCELLED';
}

/** Whether answers are accepted now: the date takes place, has not begun, and the term of the event is not over. */
export function areAnswersOpen(date: AnsweredDate, now: Date): Verdict {
  if (isCancelled(date)) return deny('DATE_CANCELLED');
  const { answersUntil } = date.event;
  const isLate = now >= startOf(date) || (answersUntil != null && now >= answersUntil);
  return isLate || !isShown(date.event) ? deny('ANSWERS_CLOSED') : allow;
}

/** Whether the actor may answer; that the actor may read the event is checked before. Only people answer. */
export function canAnswer(actor: Actor, date: AnsweredDate, now: Date): Verdict {
  return actor.kind === 'person' ? areAnswersOpen(date, now) : deny(strangersCode(actor));
}

/**
 * Whether organisers may enter callers and check people in: until the end of a date that takes place, also after the term for
 * answers, because people call late and come to the door.
 */
export function isListOpen(date: AnsweredDate, now: Date): Verdict {
  if (isCancelled(date)) return deny('DATE_CANCELLED');
  return now >= endOf(date) || !isShown(date.event) ? deny('ANSWERS_CLOSED') : allow;
}

/**
 * Whether the actor organises an event: sees names, enters callers, checks people in and changes the seats. These are the people
 * who may publish in all groups of the event, also after it was cancelled.
 */
export function canOrganise(actor: Actor, audience: Audience): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const mayPublish = audience.every(({ group, standing }) => canPublishIn(actor, group, standing).allow);
  return actor.kind === 'person' && audience.length > 0 && mayPublish ? allow : deny('FORBIDDEN');
}

export interface PartyInput {
  readonly answer: AttendanceAnswer;
  readonly companions?: number | null | undefined;
  readonly name?: string | null | undefined;
}

/** Longest name of a person on the list of an organiser. */
const longestName = 80;

/**
 * Number of companions and trimmed name of an answer; NO has no companions. User errors: TOO_MANY_COMPANIONS, TOO_SHORT, TOO_LONG,
 * BAD_CHARACTERS.
 */
export function readParty(
  { answer, companions, name }: PartyInput,
  maxCompanions: number,
): { readonly companions: number; readonly name: string | null } {
  const check = new InputCheck();
  const wanted = answer === 'NO' ? 0 : (companions ?? 0);
  const isAllowed = wanted >= 0 && wanted <= maxCompanions;
  check.require(isAllowed, 'TOO_MANY_COMPANIONS', `at most ${maxCompanions} companions`, 'companions');
  const read = name == null ? null : check.text(name, [2, longestName], 'name');
  check.done();
  return { companions: wanted, name: read };
}

/** Most seats that a slot can have; more is unlimited in practice. */
const mostSeats = 100_000;

/** Capacity of a slot; null: unlimited. User errors: OUT_OF_RANGE. */
export function requireCapacity(check: InputCheck, capacity: number | null, ...path: readonly string[]): void {
  const isFine = capacity === null || (Number.isInteger(capacity) && capacity >= 0 && capacity <= mostSeats);
  check.require(isFine, 'OUT_OF_RANGE', `0 to ${mostSeats}`, ...path);
}
