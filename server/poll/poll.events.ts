import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';

export interface PollFacts {
  readonly pollId: string;
  readonly municipalityId: string;
}

export interface PollOpenedFacts extends PollFacts {
  readonly groupId: string;
  /** Post that contains the poll; null: the poll has no post. */
  readonly postId: string | null;
}

export const pollCreated = defineEvent<PollFacts>('poll.created');
/** Texts or rules of the poll were changed before it opened. */
export const pollRevised = defineEvent<PollFacts>('poll.revised');
/** The poll was deleted before it opened. */
export const pollDiscarded = defineEvent<PollFacts>('poll.discarded');
export const pollOpened = defineEvent<PollOpenedFacts>('poll.opened');
/** Voting ended. The counts are final when pollCounted is recorded: at once, or for a secret poll later. */
export const pollClosed = defineEvent<PollFacts>('poll.closed');
export const pollCounted = defineEvent<PollFacts>('poll.counted');
/** The counted result was confirmed and became public (AFTER_CONFIRMATION). */
export const pollConfirmed = defineEvent<PollFacts>('poll.confirmed');
/** The town hall published what happens after the poll; people who took part receive a message. */
export const pollOutcomeGiven = defineEvent<PollFacts>('poll.outcomeGiven');
/** The text about what happens after the poll was changed; no message is sent. */
export const pollOutcomeRevised = defineEvent<PollFacts>('poll.outcomeRevised');
export const pollReminderPlanned = defineEvent<PollFacts>('poll.reminderPlanned');
export const pollReminderCancelled = defineEvent<PollFacts>('poll.reminderCancelled');
/** The reminder to people who have not voted became due; recorded at most once per poll. */
export const pollReminded = defineEvent<PollFacts>('poll.reminded');

/** The published turnout of an open secret poll was updated, by five ballots or more. */
export const turnoutMoved = defineEvent<PollFacts>('poll.turnoutMoved');

/** Due at `opensAt`; the handler compares the time with the database's clock. */
export const openDuePoll = defineQueue<{ readonly pollId: string }>('poll.open');
/** Due at `remindsAt`; the handler compares the time with the database's clock. */
export const remindPoll = defineQueue<{ readonly pollId: string }>('poll.remind');
/** Due at `closesAt`; the handler compares the time with the database's clock. */
export const closeDuePoll = defineQueue<{ readonly pollId: string }>('poll.close');
/** Due after the close: destroys the order in which people took part. */
export const forgetOrderOfVotes = defineQueue<{ readonly pollId: string }>('poll.forgetOrder');
