import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/jobs.ts';

export interface PollFacts {
  readonly pollId: string;
  readonly municipalityId: string;
}

export interface PollOpenedFacts extends PollFacts {
  readonly groupId: string;
  /** The post it is part of; null: it stands for itself. */
  readonly postId: string | null;
}

export const pollCreated = defineEvent<PollFacts>('poll.created');
/** Before it opened, something else was written, or other rules. */
export const pollRevised = defineEvent<PollFacts>('poll.revised');
export const pollOpened = defineEvent<PollOpenedFacts>('poll.opened');
export const pollClosed = defineEvent<PollFacts>('poll.closed');
/** The counted result is shown from now on (AFTER_CONFIRMATION). */
export const pollConfirmed = defineEvent<PollFacts>('poll.confirmed');
/** Written by the vote statement itself, once per person; never what was chosen. */
export const voteCast = defineEvent<PollFacts>('poll.voteCast');

/** The turnout that is told of a secret poll has moved, by five ballots or more. */
export const turnoutMoved = defineEvent<PollFacts>('poll.turnoutMoved');

/** Due at `opensAt` and `closesAt`; the handlers ask the database whether it is time. */
export const openDuePoll = defineQueue<{ readonly pollId: string }>('poll.open');
export const closeDuePoll = defineQueue<{ readonly pollId: string }>('poll.close');
