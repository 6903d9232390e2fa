import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';
import type { PollFacts } from '../poll/poll.events.ts';

export interface BallotsCountedFacts extends PollFacts {
  readonly eligible: number;
  readonly issued: number;
  readonly cast: number;
  /** Number of envelopes without a genuine ballot; included in `cast`. */
  readonly invalid: number;
  /** Root of the board's hash chain, hexadecimal; a later change of the board would contradict the audit trail. */
  readonly root: string;
}
export const ballotsCounted = defineEvent<BallotsCountedFacts>('ballot.counted');

/** An admin took the recovery sheet, which holds the private key of the poll. */
export const recoverySheetTaken = defineEvent<PollFacts>('ballot.recoverySheetTaken');
/** An admin entered the recovery sheet, because the key was lost. */
export const recoverySheetEntered = defineEvent<PollFacts>('ballot.recoverySheetEntered');

/** Counts a closed secret poll. Nobody waits for it: the poll is closed already. */
export const countBallots = defineQueue<{ readonly pollId: string }>('ballot.count');
