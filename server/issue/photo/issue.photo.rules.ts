import { type Actor, hasRole, withinScope } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import { canSeeReaders, type Placed, standingTowards } from '../issue.audience.rules.ts';
import type { IssueAudience } from '../issue.entity.ts';
import { concerns, isPublishable } from '../issue.visibility.rules.ts';

/** Maximum number of photos of an issue, for each stage. */
export const mostPhotos = 5;

/** A photo's state and that of its issue. */
interface PhotoStanding {
  readonly isApproved: boolean;
  readonly isPublic: boolean;
}

/**
 * The reporter and the town hall see all photos. Others, also partners who read the board, see approved photos of
 * public issues, because people and number plates may be on a photo, and it is approved for the public.
 */
export function canSeePhoto(
  audience: IssueAudience | null | undefined,
  { isApproved, isPublic }: PhotoStanding,
): boolean {
  return concerns(audience) || (audience != null && isApproved && isPublic);
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
 * Whether the actor may list the waiting photos of a town: its clerks and admins, who may judge them. NOT_FOUND for
 * staff of other towns, FORBIDDEN for editors and partners.
 */
export function canListWaitingPhotos(actor: Actor, municipalityId: string): Verdict {
  const seesBoard = canSeeReaders(actor, municipalityId);
  if (!seesBoard.allow) return seesBoard;
  return hasRole(actor, municipalityId, 'CLERK', 'ADMIN') ? allow : deny('FORBIDDEN');
}

/**
 * Staff of the issue's desk, and deputies of the desk, may add and delete photos. Refused: WRONG_DESK, NOT_PUBLISHABLE
 * for withdrawn issues.
 */
export function canChangePhotos(actor: Actor, issue: Placed, standsIn: boolean): Verdict {
  const mayJudge = canJudgePhoto(actor, issue, false);
  if (!mayJudge.allow) return mayJudge;
  const { isOfDesk } = standingTowards(actor, issue, false);
  if (!isOfDesk && !standsIn && issue.deskId !== null) return deny('WRONG_DESK');
  return issue.status === 'WITHDRAWN' ? deny('NOT_PUBLISHABLE') : allow;
}
