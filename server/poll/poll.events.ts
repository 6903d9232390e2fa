import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

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
/** What happens now was said; who took part is told. */
export const pollOutcomeGiven = defineEvent<PollFacts>('poll.outcomeGiven');
/** It was said anew. */
export const pollOutcomeRevised = defineEvent<PollFacts>('poll.outcomeRevised');
export const pollReminderPlanned = defineEvent<PollFacts>('poll.reminderPlanned');
export const pollReminderCancelled = defineEvent<PollFacts>('poll.reminderCancelled');
/** Those who have not voted are told; once for each poll. */
export const pollReminded = defineEvent<PollFacts>('poll.reminded');
/** Written by the vote statement itself, once per person; never what was chosen. */
export const voteCast = defineEvent<PollFacts>('poll.voteCast');

/** The turnout that is told of a secret poll has moved, by five ballots or more. */
export const turnoutMoved = defineEvent<PollFacts>('poll.turnoutMoved');

/** Due at `opensAt`, `closesAt` and `remindsAt`; the handlers ask the database whether it is time. */
export const openDuePoll = defineQueue<{ readonly pollId: string }>('poll.open');
export const remindPoll = defineQueue<{ readonly pollId: string }>('poll.remind');
export const closeDuePoll = defineQueue<{ readonly pollId: string }>('poll.close');
