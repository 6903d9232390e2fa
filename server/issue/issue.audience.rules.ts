import { type Actor, hasRole, isStaff, strangersCode, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { IssueKind } from './issue.category.entity.ts';
import { type BoardAudience, isOnBoard, issueAudienceOf, mayKnowConfidential } from './issue.confidential.rules.ts';
import type { Issue, IssueAudience } from './issue.entity.ts';

/** Relation of an actor to an issue. */
export interface IssueStanding {
  /** Whether the actor reported it, with the account or with the claim code of an issue without an account. */
  readonly isReporter: boolean;
  /** Whether the actor is clerk or admin of the town and may read the issue. */
  readonly isStaff: boolean;
  /** Whether the actor works at its desk or stands in for the desk, or is an admin. */
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

/** Deputy of a desk: the clerks of another desk, or one person. */
export interface Deputy {
  readonly deskId: string | null;
  readonly personId: string | null;
}

/** Whether the actor is a clerk or admin of the town and stands in for the desk that has this deputy. */
export function isDeputy(actor: Actor, municipalityId: string, { deskId, personId }: Deputy): boolean {
  if (actor.kind !== 'person' || !hasRole(actor, municipalityId, 'CLERK', 'ADMIN')) return false;
  return personId === actor.id || (deskId !== null && actor.roles.some((role) => role.deskId === deskId));
}

/** Audience that the actor belongs to; undefined: the actor may not learn that the issue exists. */
export function audienceOf(actor: Actor, issue: Placed, hasClaim: boolean): IssueAudience | undefined {
  if (actor.kind === 'partner') {
    const isOpen = canSeeBoard(actor, issue.municipalityId).allow && isOnBoard(issue, 'partner');
    return isOpen ? 'partner' : undefined;
  }
  if (mayKnowConfidential(actor, issue.municipalityId, issue)) return 'staff';
  if (standingTowards(actor, issue, hasClaim).isReporter) return 'reporter';
  return issue.isPublic ? 'public' : undefined;
}

/**
 * Whether the actor may see the board: staff including editors, and partners with the scope. NOT_FOUND for staff of
 * other towns.
 */
export function canSeeBoard(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'partner') return withinScope(actor, municipalityId, 'issues:read');
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  if (isStaff(actor, municipalityId)) return allow;
  return deny(actor.roles.some((grant) => grant.municipalityId !== null) ? 'NOT_FOUND' : 'FORBIDDEN');
}

/**
 * Whether the audience of a board may search its issues by words, deadlines and waiting messages: staff, because a hit
 * reveals what the issue says.
 */
export function canSearchIssues(audience: BoardAudience): Verdict {
  return issueAudienceOf(audience) === 'staff' ? allow : deny('FORBIDDEN');
}

/** Whether the actor may see who reads which issue: staff of the town, no partners. */
export function canSeeReaders(actor: Actor, municipalityId: string): Verdict {
  return actor.kind === 'partner' ? deny('FORBIDDEN') : canSeeBoard(actor, municipalityId);
}

/** Staff may mark issues that they may read. */
export function canMarkReading(actor: Actor, issue: Placed): Verdict {
  const mayRead = actor.kind === 'person' && mayKnowConfidential(actor, issue.municipalityId, issue);
  return mayRead ? allow : deny(strangersCode(actor));
}

/** Clerks and admins of any town may send several moves at once; each move is authorized on its own. */
export function canMoveMany(actor: Actor): Verdict {
  const works = actor.kind === 'person' && actor.roles.some(({ role }) => role === 'CLERK' || role === 'ADMIN');
  return works ? allow : deny(strangersCode(actor));
}

/** Everybody with the link of the mail may confirm the address of a report; partners have none. */
export function canConfirmIssue(actor: Actor): Verdict {
  return actor.kind === 'partner' ? deny('FORBIDDEN') : allow;
}

/** Everybody may report, with or without an account; a partner needs the scope `issues:write`. */
export function canReportIssue(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'issues:write');
}

/** Categories are public; a partner needs the scope `issues:write` or `issues:read`. */
export function canSeeCategories(actor: Actor, municipalityId: string): Verdict {
  const mayWrite = withinScope(actor, municipalityId, 'issues:write');
  return mayWrite.allow ? allow : withinScope(actor, municipalityId, 'issues:read');
}
