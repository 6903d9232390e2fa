import type { Actor } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { type PollRow, stateOf } from './poll.entity.ts';
import { canManagePolls } from './poll.rules.ts';

/** Until it opens a poll may say something else; from then on people have seen what they vote on. */
export function canRevisePoll(actor: Actor, poll: PollRow, now: Date): Verdict {
  const mayManage = canManagePolls(actor, poll.municipality.id);
  if (!mayManage.allow) return mayManage;
  if (poll.openedAt != null) return deny('POLL_HAS_OPENED');
  return stateOf(poll, now) === 'SCHEDULED' ? allow : deny('POLL_IS_CLOSED');
}
