import { defineEvent } from '../../kernel/events.ts';
import { defineQueue } from '../../kernel/queue.ts';
import type { IssueFacts } from '../issue.events.ts';

export interface FollowAskedFacts extends IssueFacts {
  readonly followerId: string;
}

/** Somebody without an account asked to follow an issue; the address is not confirmed yet. */
export const followAsked = defineEvent<FollowAskedFacts>('issue.followAsked');
/** The number of followers changed; the event names no follower. */
export const followersMoved = defineEvent<IssueFacts>('issue.followersMoved');

/** Runs a week after the request and deletes the follower if the address is not confirmed. */
export const forgetFollower = defineQueue<{ readonly followerId: string }>('issue.forgetFollower');
/** Runs after the issue has ended for good and deletes the addresses of followers without an account. */
export const forgetFollowers = defineQueue<{ readonly issueId: string }>('issue.forgetFollowers');
