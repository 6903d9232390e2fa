import { announce, on } from '../../kernel/events.ts';
import { followersMoved } from './issue.follow.events.ts';
import { issueState } from '../issue.live.ts';

/** Whoever has the report open sees how many follow it. */
export const announceFollowers = on(followersMoved, (tx, { facts: { issueId } }) => {
  announce(tx, issueState, { issueId, claimCode: null });
});
