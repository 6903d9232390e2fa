import type { Actor } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStatus } from '../issue.entity.ts';
import { type Placed, standingTowards } from '../issue.audience.rules.ts';

/** Everybody but partners may follow a public issue; the reporter receives its messages anyway. */
export function canFollowIssue(actor: Actor, issue: Placed): Verdict {
  if (actor.kind === 'partner') return deny('FORBIDDEN');
  if (!issue.isPublic) return deny('NOT_PUBLIC');
  return standingTowards(actor, issue, false).isReporter ? deny('OWN_ISSUE') : allow;
}

/** Whether followers are notified of a move: questions to the reporter and withdrawals are not public. */
export function isSentToFollowers(to: IssueStatus): boolean {
  return to !== 'WAITING_ON_REPORTER' && to !== 'WITHDRAWN';
}
