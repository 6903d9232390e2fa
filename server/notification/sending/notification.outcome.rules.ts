import { Cancelled, PermanentFailure, Postponed } from '../../kernel/message.ts';
import type { DeliveryState, FailureKind } from '../notification.entity.ts';

/** Outcome of a try. */
export interface Outcome {
  readonly state: DeliveryState;
  readonly failure: string | null;
  readonly failureKind: FailureKind | null;
}

/** Outcome of a failed try; SENDING: it is put back when the job ends, and its failure can be read until then. */
export function outcomeOf(error: unknown, isStale: boolean): Outcome {
  const failure = reasonOf(error);
  if (error instanceof Cancelled) return { state: 'CANCELLED', failure, failureKind: null };
  if (error instanceof PermanentFailure) return { state: 'FAILED', failure, failureKind: error.kind };
  return { state: isStale ? 'FAILED' : 'SENDING', failure, failureKind: kindOf(error) };
}

/** Seconds until the next try: 4, twice as long after each failure, at most ten minutes. */
export function waitOf(attempts: number): number {
  return Math.min(4 * 2 ** (attempts - 1), 600);
}

/** Errors of other servers carry a code in `reason`; anything else is a fault of this server. */
function kindOf(error: unknown): 'TEMPORARY' | 'TECHNICAL' {
  if (error instanceof Postponed) return error.kind;
  return error instanceof Error && ('reason' in error || 'code' in error) ? 'TEMPORARY' : 'TECHNICAL';
}

/** Code of an error. Messages of other servers are not stored, because they may contain e-mail addresses. */
function reasonOf(error: unknown): string {
  if (error instanceof Error && 'reason' in error && typeof error.reason === 'string')
    return error.reason.slice(0, 200);
  return error instanceof Error ? error.name : 'unknown';
}
