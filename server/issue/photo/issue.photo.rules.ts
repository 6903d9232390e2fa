import { type Actor, withinScope } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import { type Placed, standingTowards } from '../issue.audience.rules.ts';
import type { IssueAudience } from '../issue.entity.ts';
import { concerns, isPublishable } from '../issue.visibility.rules.ts';

/** Maximum number of photos of an issue, for each stage. */
export const mostPhotos = 5;

/**
 * Unapproved photos are visible to the reporter and the town hall only, because people and number plates may be on
 * them.
 */
export function canSeePhoto(audience: IssueAudience | null | undefined, isApproved: boolean): boolean {
  return concerns(audience) || (audience != null && isApproved);
}

/**
 * Staff who may read the issue may approve and hide its photos; partners may not. Photos of issues that cannot be
 * public cannot be approved.
 */
export function canJudgePhoto(actor: Actor, issue: Placed, isApproved: boolean): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const scoped = withinScope(actor, issue.municipalityId, 'issues:write');
  if (!scoped.allow) return scoped;
  if (!standingTowards(actor, issue, false).isStaff) return deny('FORBIDDEN');
  return isApproved ? isPublishable(issue) : allow;
}

/**
 * Staff of the issue's desk may add and delete photos. Refused: WRONG_DESK, NOT_PUBLISHABLE for unconfirmed and
 * withdrawn issues.
 */
export function canChangePhotos(actor: Actor, issue: Placed): Verdict {
  const mayJudge = canJudgePhoto(actor, issue, false);
  if (!mayJudge.allow) return mayJudge;
  const { isOfDesk } = standingTowards(actor, issue, false);
  if (!isOfDesk && issue.deskId !== null) return deny('WRONG_DESK');
  return issue.status === 'UNCONFIRMED' || issue.status === 'WITHDRAWN' ? deny('NOT_PUBLISHABLE') : allow;
}
