import { defineEvent } from '../../kernel/events.ts';
import { defineQueue } from '../../kernel/queue.ts';
import type { IssueFacts } from '../issue.events.ts';

export interface FollowAskedFacts extends IssueFacts {
  readonly followerId: string;
}

/** Somebody without an account asked for news of a report; the address is still to be confirmed. */
export const followAsked = defineEvent<FollowAskedFacts>('issue.followAsked');
/** More or fewer people follow a report; who stands in the rows only. */
export const followersMoved = defineEvent<IssueFacts>('issue.followersMoved');

/** Due a week after the wish: an address whose owner never answered is not kept. */
export const forgetFollower = defineQueue<{ readonly followerId: string }>('issue.forgetFollower');
/** Due when a report has ended for good: whoever follows it without an account is told nothing more. */
export const forgetFollowers = defineQueue<{ readonly issueId: string }>('issue.forgetFollowers');
