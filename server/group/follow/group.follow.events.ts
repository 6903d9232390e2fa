import { defineEvent } from '../../kernel/events.ts';
import type { GroupFacts } from '../group.events.ts';

export interface FollowFacts extends GroupFacts {
  readonly recipientId: string;
}

/** A recipient without an account began to follow an OPEN group. */
export const groupFollowed = defineEvent<FollowFacts>('group.followed');
/** A recipient without an account no longer follows a group, or the group is no longer OPEN. */
export const groupUnfollowed = defineEvent<FollowFacts>('group.unfollowed');
