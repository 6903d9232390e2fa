import { defineEvent } from '../kernel/events.ts';
import type { PollFacts } from '../poll/poll.events.ts';

/** Who took a ballot, never what became of it. */
export const ballotIssued = defineEvent<PollFacts>('ballot.issued');

export interface BallotsCountedFacts extends PollFacts {
  readonly eligible: number;
  readonly issued: number;
  readonly cast: number;
  /** The last link of the board's hash chain: whoever changes the board later contradicts the trail. */
  readonly root: string;
}
export const ballotsCounted = defineEvent<BallotsCountedFacts>('ballot.counted');
