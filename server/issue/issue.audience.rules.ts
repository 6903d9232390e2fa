import { type Actor, hasRole, isStaff, strangersCode, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { IssueKind } from './issue.category.entity.ts';
import { isOnBoard, mayKnowConfidential } from './issue.confidential.rules.ts';
import type { Issue, IssueAudience } from './issue.entity.ts';

/** How the actor stands towards an issue. */
export interface IssueStanding {
  /** Reported it: the account, or the claim code of a report without one. */
  readonly isReporter: boolean;
  /** Works in the town hall and may read it. */
  readonly isStaff: boolean;
  readonly isOfDesk: boolean;
}

export type Placed = Pick<Issue, 'status' | 'previousStatus' | 'flag'> & {
  readonly kind: IssueKind;
  readonly isPublic: boolean;
  readonly municipalityId: string;
  readonly deskId: string | null;
  readonly reporterId: string | null;
};

export function standingTowards(actor: Actor, issue: Placed, hasClaim: boolean): IssueStanding {
  const { municipalityId, deskId, reporterId } = issue;
  const isReporter = actor.kind !== 'partner' && (hasClaim || (actor.kind === 'person' && reporterId === actor.id));
  const worksAtDesk = actor.kind === 'person' && deskId !== null && actor.roles.some((role) => role.deskId === deskId);
  return {
    isReporter,
    isStaff:
      actor.kind === 'system' ||
      (hasRole(actor, municipalityId, 'CLERK', 'ADMIN') && mayKnowConfidential(actor, municipalityId, issue)),
    isOfDesk: actor.kind === 'system' || worksAtDesk || hasRole(actor, municipalityId, 'ADMIN'),
  };
}

/** Whose eyes the actor has; undefined: nobody's, and then nothing says that the issue exists. */
export function audienceOf(actor: Actor, issue: Placed, hasClaim: boolean): IssueAudience | undefined {
  if (actor.kind === 'partner') {
    const isOpen = canSeeBoard(actor, issue.municipalityId).allow && isOnBoard(issue, 'partner');
    return isOpen ? 'partner' : undefined;
  }
  if (mayKnowConfidential(actor, issue.municipalityId, issue)) return 'staff';
  if (standingTowards(actor, issue, hasClaim).isReporter) return 'reporter';
  return issue.isPublic ? 'public' : undefined;
}

/** Editors and partners read along. To the people of another town hall this one's board does not exist. */
export function canSeeBoard(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'partner') return withinScope(actor, municipalityId, 'issues:read');
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  if (isStaff(actor, municipalityId)) return allow;
  return deny(actor.roles.some((grant) => grant.municipalityId !== null) ? 'NOT_FOUND' : 'FORBIDDEN');
}

/** Who reads what is the town hall's own affair. */
export function canSeeReaders(actor: Actor, municipalityId: string): Verdict {
  return actor.kind === 'partner' ? deny('FORBIDDEN') : canSeeBoard(actor, municipalityId);
}

/** Only people of the town hall read for it, and only what they may read. */
export function canMarkReading(actor: Actor, issue: Placed): Verdict {
  const mayRead = actor.kind === 'person' && mayKnowConfidential(actor, issue.municipalityId, issue);
  return mayRead ? allow : deny(strangersCode(actor));
}

/** Moving many at once is work of a town hall; each of them is judged by itself. */
export function canMoveMany(actor: Actor): Verdict {
  const works = actor.kind === 'person' && actor.roles.some(({ role }) => role === 'CLERK' || role === 'ADMIN');
  return works ? allow : deny(strangersCode(actor));
}

/** Confirming is what the link or the code is for, whoever holds it; a program holds neither. */
export function canConfirmIssue(actor: Actor): Verdict {
  return actor.kind === 'partner' ? deny('FORBIDDEN') : allow;
}

/** Everybody may report, without an account too; a partner needs the scope. */
export function canReportIssue(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'issues:write');
}

/** What may be reported is public; a partner needs one of the scopes of reports. */
export function canSeeCategories(actor: Actor, municipalityId: string): Verdict {
  const mayWrite = withinScope(actor, municipalityId, 'issues:write');
  return mayWrite.allow ? allow : withinScope(actor, municipalityId, 'issues:read');
}
