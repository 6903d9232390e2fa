import type { Actor } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { type PollRow, stateOf } from './poll.entity.ts';
import { canManagePolls } from './poll.rules.ts';

/** A poll may be changed or deleted only before it opens, because later people may already have voted on its text. */
export function canRevisePoll(actor: Actor, poll: PollRow, now: Date): Verdict {
  const mayManage = canManagePolls(actor, poll.municipality.id);
  if (!mayManage.allow) return mayManage;
  if (poll.openedAt != null) return deny('POLL_HAS_OPENED');
  return stateOf(poll, now) === 'CLOSED' ? deny('POLL_IS_CLOSED') : allow;
}
