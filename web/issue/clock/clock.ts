import type { ClockPartsFragment, ClockState, DeadlinePartsFragment } from '../../gql/graphql.ts';

const minute = 60_000;
const hour = 3_600_000;
const day = 86_400_000;

/** How a clock stands by the reader's time: on an open page it turns amber and red by itself. */
export function stateAt({ state, dueAt, dueSoonAt }: DeadlinePartsFragment, now: number): ClockState {
  if (!isRunning(state) || !dueAt) return state;
  if (now >= Date.parse(dueAt)) return 'OVERDUE';
  return dueSoonAt && now >= Date.parse(dueSoonAt) ? 'DUE_SOON' : 'ON_TIME';
}

/** Something should have been answered or settled by now. */
export function isLate(clock: ClockPartsFragment | null | undefined, now: number): boolean {
  return clock != null && [clock.firstResponse, clock.resolution].some((one) => stateAt(one, now) === 'OVERDUE');
}

/** When the next of what still runs is due; null: nothing runs. */
export function nextDueAt(clock: ClockPartsFragment | null | undefined): string | null {
  const hands = clock ? [clock.firstResponse, clock.resolution] : [];
  const running = hands.flatMap(({ state, dueAt }) => (dueAt && isRunning(state) ? [dueAt] : []));
  return running.toSorted()[0] ?? null;
}

function isRunning(state: ClockState): boolean {
  return state === 'ON_TIME' || state === 'DUE_SOON' || state === 'OVERDUE';
}

export interface Stretch {
  readonly unit: 'minutes' | 'hours' | 'days';
  readonly n: number;
}

/** A stretch of time as people say it: 40 minutes, 5 hours, 2 days; never nothing. */
export function stretchOf(ms: number): Stretch {
  if (ms < hour) return { unit: 'minutes', n: Math.max(1, Math.ceil(ms / minute)) };
  if (ms < day) return { unit: 'hours', n: Math.floor(ms / hour) };
  return { unit: 'days', n: Math.floor(ms / day) };
}

export type HandName = 'firstResponse' | 'resolution';

/** Of both clocks the one to be looked at: what is still to be answered, then what is still to be settled. */
export function leadingHand({ firstResponse, resolution }: ClockPartsFragment): HandName | null {
  if (firstResponse.dueAt && !firstResponse.stoppedAt && firstResponse.state !== 'NONE') return 'firstResponse';
  if (resolution.state !== 'NONE') return 'resolution';
  return firstResponse.state === 'NONE' ? null : 'firstResponse';
}
