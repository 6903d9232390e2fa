import { type Actor, withinScope } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import { type Placed, standingTowards } from '../issue.audience.rules.ts';
import type { IssueAudience } from '../issue.entity.ts';
import { concerns, isPublishable } from '../issue.visibility.rules.ts';

/** How many photos a report may have, of what was reported and of what became of it each. */
export const mostPhotos = 5;

/** Until the town hall has approved it a photo is for its reporter and the town hall: people and plates may be on it. */
export function canSeePhoto(audience: IssueAudience | null | undefined, isApproved: boolean): boolean {
  return concerns(audience) || (audience != null && isApproved);
}

/** Staff of the town look at each photo; hiding it again is always possible. A report that is never public has none to approve. */
export function canJudgePhoto(actor: Actor, issue: Placed, isApproved: boolean): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const scoped = withinScope(actor, issue.municipalityId, 'issues:write');
  if (!scoped.allow) return scoped;
  if (!standingTowards(actor, issue, false).isStaff) return deny('FORBIDDEN');
  return isApproved ? isPublishable(issue) : allow;
}

/** Whoever works on the report adds photos and takes them away; what is taken back, or not confirmed, has none. */
export function canChangePhotos(actor: Actor, issue: Placed): Verdict {
  const mayJudge = canJudgePhoto(actor, issue, false);
  if (!mayJudge.allow) return mayJudge;
  const { isOfDesk } = standingTowards(actor, issue, false);
  if (!isOfDesk && issue.deskId !== null) return deny('WRONG_DESK');
  return issue.status === 'UNCONFIRMED' || issue.status === 'WITHDRAWN' ? deny('NOT_PUBLISHABLE') : allow;
}
