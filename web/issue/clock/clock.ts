import type { ClockPartsFragment, ClockState, DeadlinePartsFragment } from '../../gql/graphql.ts';

const minute = 60_000;
const hour = 3_600_000;
const day = 86_400_000;

/** State of a clock at the time `now`: on an open page it turns amber and red by itself. */
export function stateAt({ state, dueAt, dueSoonAt }: DeadlinePartsFragment, now: number): ClockState {
  if (!isRunning(state) || !dueAt) return state;
  if (now >= Date.parse(dueAt)) return 'OVERDUE';
  return dueSoonAt && now >= Date.parse(dueSoonAt) ? 'DUE_SOON' : 'ON_TIME';
}

/** Whether the answer or the solution is overdue. */
export function isLate(clock: ClockPartsFragment | null | undefined, now: number): boolean {
  return clock != null && [clock.firstResponse, clock.resolution].some((one) => stateAt(one, now) === 'OVERDUE');
}

/** Earliest due time of the running clocks; null: none runs. */
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

/** A duration in the largest fitting unit: 40 minutes, 5 hours, 2 days; at least 1. */
export function stretchOf(ms: number): Stretch {
  if (ms < hour) return { unit: 'minutes', n: Math.max(1, Math.ceil(ms / minute)) };
  if (ms < day) return { unit: 'hours', n: Math.floor(ms / hour) };
  return { unit: 'days', n: Math.floor(ms / day) };
}

export type HandName = 'firstResponse' | 'resolution';

/** The clock that matters now: the first response until it is given, then the solution. */
export function leadingHand({ firstResponse, resolution }: ClockPartsFragment): HandName | null {
  if (firstResponse.dueAt && !firstResponse.stoppedAt && firstResponse.state !== 'NONE') return 'firstResponse';
  if (resolution.state !== 'NONE') return 'resolution';
  return firstResponse.state === 'NONE' ? null : 'firstResponse';
}
