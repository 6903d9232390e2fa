import { defineEvent } from '../kernel/events.ts';
import type { PollFacts } from '../poll/poll.events.ts';

/** A ballot was issued to the actor; whether and how it is cast is never recorded. */
export const ballotIssued = defineEvent<PollFacts>('ballot.issued');

export interface BallotsCountedFacts extends PollFacts {
  readonly eligible: number;
  readonly issued: number;
  readonly cast: number;
  /** Root of the board's hash chain, hexadecimal; a later change of the board would contradict the audit trail. */
  readonly root: string;
}
export const ballotsCounted = defineEvent<BallotsCountedFacts>('ballot.counted');
