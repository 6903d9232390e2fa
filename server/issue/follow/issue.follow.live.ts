import { announce, on } from '../../kernel/events.ts';
import { followersMoved } from './issue.follow.events.ts';
import { issueState } from '../issue.live.ts';

/** Updates the number of followers in open issues. */
export const announceFollowers = on(followersMoved, (tx, { facts: { issueId } }) => {
  announce(tx, issueState, { issueId, claimCode: null });
});
