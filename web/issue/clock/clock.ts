import type { ClockPartsFragment, ClockState, DeadlinePartsFragment } from '../../gql/graphql.ts';

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

export type HandName = 'firstResponse' | 'resolution';

/** The clock that matters now: the first response until it is given, then the solution. */
export function leadingHand({ firstResponse, resolution }: ClockPartsFragment): HandName | null {
  if (firstResponse.dueAt && !firstResponse.stoppedAt && firstResponse.state !== 'NONE') return 'firstResponse';
  if (resolution.state !== 'NONE') return 'resolution';
  return firstResponse.state === 'NONE' ? null : 'firstResponse';
}
