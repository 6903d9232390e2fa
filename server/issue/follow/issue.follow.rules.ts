import type { Actor } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStatus } from '../issue.entity.ts';
import { type Placed, standingTowards } from '../issue.audience.rules.ts';

/** Who is concerned by what everybody may see; the reporter hears of it anyway, and a program is nobody. */
export function canFollowIssue(actor: Actor, issue: Placed): Verdict {
  if (actor.kind === 'partner') return deny('FORBIDDEN');
  if (!issue.isPublic) return deny('NOT_PUBLIC');
  return standingTowards(actor, issue, false).isReporter ? deny('OWN_ISSUE') : allow;
}

/** Steps that are told to followers: what the town hall asks the reporter, and the answer, is between the two. */
export function isToldToFollowers(to: IssueStatus): boolean {
  return to !== 'UNCONFIRMED' && to !== 'WAITING_ON_REPORTER' && to !== 'WITHDRAWN';
}
