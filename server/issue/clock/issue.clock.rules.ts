import type { Calendar } from '../../hours/hours.entity.ts';
import { addWorkingTime, workingTimeBetween } from '../../hours/hours.rules.ts';
import type { ClockHand, ClockLevel, IssueClockRow } from './issue.clock.entity.ts';
import type { IssueMove } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';

export type ClockState = 'ON_TIME' | 'DUE_SOON' | 'OVERDUE' | 'PAUSED' | 'MET' | 'MISSED' | 'NONE';

/** Terms that applied when the clock was started. */
export interface ClockTerms {
  readonly calendar: Calendar;
  readonly firstResponseMinutes: number | null;
  readonly resolutionMinutes: number | null;
}
export type ClockStep = Pick<IssueMove, 'at' | 'to' | 'by' | 'message' | 'isTakenBack'>;

/** State of the clocks after all moves. */
export type ClockReading = Pick<
  IssueClockRow,
  | ('startedAt' | 'firstResponseDueAt' | 'firstResponseSoonAt' | 'firstRespondedAt' | 'firstResponseTook')
  | ('resolutionDueAt' | 'resolutionSoonAt' | 'resolvedAt' | 'resolutionTook' | 'withdrawnAt')
  | ('pausedAt' | 'pausedMinutes' | 'nextSoonAt')
> & {
  /** Earliest deadline of the running clocks; null: no clock runs. */
  readonly nextDueAt: Date | null;
};

/** Share of the time after which a clock is DUE_SOON. */
const soonShare = 0.8;

/**
 * Computes the clocks of an issue from its moves; null without a move to SUBMITTED. Moves that were taken back are
 * ignored. The first answer of the town hall stops the first clock, be it a move or a message. The second clock pauses
 * while somebody outside must act and while the issue is done; its deadline moves by that time.
 */
export function readClock(
  all: readonly ClockStep[],
  terms: ClockTerms,
  answeredAt: Date | null = null,
): ClockReading | null {
  const steps = all.filter(({ isTakenBack }) => !isTakenBack);
  const first = steps.findIndex(({ to }) => to === 'SUBMITTED');
  const [start, ...later] = first < 0 ? [] : steps.slice(first);
  if (start === undefined) return null;
  const startedAt = start.at;
  const { heldMinutes, heldAt } = standstill(later, terms.calendar);
  const end = later.at(-1);
  const at = end === undefined ? 'RUNNING' : holdOf(end);
  const resolvedAt = at === 'RESOLVED' ? heldAt : null;
  const firstStep = later.find(isAnswer)?.at ?? resolvedAt;
  const firstRespondedAt = earliest([firstStep, answeredAt]);
  const response = endsOf(startedAt, terms.firstResponseMinutes, 0, terms);
  const resolution = endsOf(startedAt, terms.resolutionMinutes, heldMinutes, terms);
  const took = (until: Date | null, held: number): number | null =>
    until && workingTimeBetween(startedAt, until, terms.calendar) - held;
  const reading = {
    startedAt,
    firstRespondedAt,
    resolvedAt,
    pausedMinutes: heldMinutes,
    firstResponseDueAt: response.dueAt,
    firstResponseSoonAt: response.soonAt,
    resolutionDueAt: resolution.dueAt,
    resolutionSoonAt: resolution.soonAt,
    firstResponseTook: took(firstRespondedAt, 0),
    resolutionTook: took(resolvedAt, heldMinutes),
    withdrawnAt: at === 'WITHDRAWN' ? heldAt : null,
    pausedAt: at === 'PAUSED' ? heldAt : null,
  };
  return { ...reading, ...nextOf(reading) };
}

/**
 * Whether the reporter learns from this move what happens. That a report was read, or which desk has it, is no answer
 * without words.
 */
function isAnswer({ by, to, message }: ClockStep): boolean {
  return by === 'STAFF' && (message != null || !['SUBMITTED', 'TRIAGED', 'ASSIGNED'].includes(to));
}

/** Deadline, and the moment at which four fifths of the time have passed; `held` minutes of pauses are added. */
function endsOf(startedAt: Date, minutes: number | null, held: number, { calendar }: ClockTerms) {
  const after = (share: number): Date | null =>
    minutes === null ? null : addWorkingTime(startedAt, minutes * share + held, calendar);
  return { dueAt: after(1), soonAt: after(soonShare) };
}

type Hold = 'RUNNING' | 'PAUSED' | 'RESOLVED' | 'WITHDRAWN';
function holdOf({ to }: Pick<ClockStep, 'to'>): Hold {
  if (to === 'WITHDRAWN') return 'WITHDRAWN';
  const stage = stageOf(to);
  return stage === 'WAITING' ? 'PAUSED' : stage === 'DONE' ? 'RESOLVED' : 'RUNNING';
}

/** Minutes of open time for which the second clock was paused, and the start of the current pause. */
function standstill(steps: readonly ClockStep[], calendar: Calendar): { heldMinutes: number; heldAt: Date | null } {
  let heldMinutes = 0;
  let heldAt: Date | null = null;
  let hold: Hold = 'RUNNING';
  for (const step of steps) {
    const next = holdOf(step);
    if (next === hold) continue;
    if (heldAt !== null) heldMinutes += workingTimeBetween(heldAt, step.at, calendar);
    heldAt = next === 'RUNNING' ? null : step.at;
    hold = next;
  }
  return { heldMinutes, heldAt };
}

type Hands = Omit<ClockReading, 'nextSoonAt' | 'nextDueAt'>;

function nextOf(clock: Hands): Pick<ClockReading, 'nextSoonAt' | 'nextDueAt'> {
  const running = handsOf(clock).filter((hand) => isRunning(clock, hand));
  return {
    nextSoonAt: earliest(running.map(({ soonAt }) => soonAt)),
    nextDueAt: earliest(running.map(({ dueAt }) => dueAt)),
  };
}

export function earliest(moments: readonly (Date | null | undefined)[]): Date | null {
  const times = moments.flatMap((moment) => (moment == null ? [] : [moment.getTime()]));
  return times.length === 0 ? null : new Date(Math.min(...times));
}

/** Values of one of the two clocks. */
export interface Hand {
  readonly name: ClockHand;
  readonly dueAt: Date | null;
  readonly soonAt: Date | null;
  readonly stoppedAt: Date | null;
}

export function handsOf(clock: Hands): readonly [Hand, Hand] {
  const { firstResponseDueAt, firstResponseSoonAt, firstRespondedAt } = clock;
  const { resolutionDueAt, resolutionSoonAt, resolvedAt } = clock;
  const made = (name: ClockHand, dueAt?: Date | null, soonAt?: Date | null, stoppedAt?: Date | null): Hand => ({
    name,
    dueAt: dueAt ?? null,
    soonAt: soonAt ?? null,
    stoppedAt: stoppedAt ?? null,
  });
  return [
    made('FIRST_RESPONSE', firstResponseDueAt, firstResponseSoonAt, firstRespondedAt),
    made('RESOLUTION', resolutionDueAt, resolutionSoonAt, resolvedAt),
  ];
}

type Standstill = Pick<Hands, 'pausedAt' | 'withdrawnAt'>;

export function isRunning({ pausedAt, withdrawnAt }: Standstill, { dueAt, stoppedAt }: Hand): boolean {
  return dueAt !== null && stoppedAt === null && pausedAt == null && withdrawnAt == null;
}

/** Urgency of a running clock; null: there is time. */
export function levelOf({ dueAt, soonAt }: Hand, now: Date): ClockLevel | null {
  if (dueAt !== null && now >= dueAt) return 'OVERDUE';
  return soonAt !== null && now >= soonAt ? 'DUE_SOON' : null;
}

export function stateOf(clock: Standstill, hand: Hand, now: Date): ClockState {
  const { dueAt, stoppedAt } = hand;
  if (dueAt === null) return 'NONE';
  if (stoppedAt !== null) return stoppedAt <= dueAt ? 'MET' : 'MISSED';
  if (!isRunning(clock, hand)) return clock.withdrawnAt == null ? 'PAUSED' : 'NONE';
  return levelOf(hand, now) ?? 'ON_TIME';
}

const urgency: readonly ClockState[] = ['OVERDUE', 'DUE_SOON', 'PAUSED', 'ON_TIME', 'MISSED', 'MET'];

/** More urgent state of the two clocks. */
export function urgestOf(states: readonly ClockState[]): ClockState {
  return urgency.find((state) => states.includes(state)) ?? 'NONE';
}
