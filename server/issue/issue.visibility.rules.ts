import { type Actor, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { Issue, IssueAudience, IssueMove } from './issue.entity.ts';
import { type Placed, standingTowards } from './issue.audience.rules.ts';

/**
 * Whether the actor may publish or hide an issue: staff who may read it. Issues that are set aside cannot be published;
 * hiding is always allowed.
 */
export function canSetVisibility(actor: Actor, issue: Placed, isPublic: boolean): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const scoped = withinScope(actor, issue.municipalityId, 'issues:write');
  if (!scoped.allow) return scoped;
  if (!standingTowards(actor, issue, false).isStaff) return deny('FORBIDDEN');
  if (isPublic && issue.flag != null) return deny('FLAGGED');
  return isPublic ? isPublishable(issue) : allow;
}

/** Whether an issue can be public: neither complaints nor withdrawn issues. */
export function isPublishable({ kind, status }: Pick<Issue, 'kind' | 'status'>): Verdict {
  if (kind === 'COMPLAINT') return deny('NEVER_PUBLIC');
  return status === 'WITHDRAWN' ? deny('NOT_PUBLISHABLE') : allow;
}

/** Public issues are visible to everybody; a partner needs the scope `issues:read`. */
export function canSeePublicIssues(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'issues:read');
}

/** Whether the audience is staff or the reporter, who may see reasons and addressees. False without an audience. */
export function concerns(audience: IssueAudience | null | undefined): boolean {
  return audience === 'staff' || audience === 'reporter';
}

/** A move that was taken back, and the move that took it back, are visible to staff only. */
export function canSeeMove(
  { isTakenBack }: Pick<IssueMove, 'isTakenBack'>,
  audience: IssueAudience | null | undefined,
): boolean {
  return !isTakenBack || audience === 'staff';
}

/**
 * Whether the message of a move is public: messages of staff, but neither questions to the reporter nor the reporter's
 * answers.
 */
export function isPublicAnswer({ by, to }: Pick<IssueMove, 'by' | 'to'>): boolean {
  return by === 'STAFF' && to !== 'WAITING_ON_REPORTER';
}

/** Whether the audience may see the desk: staff, the reporter and partners. */
export function canSeeDesk(audience: IssueAudience | null | undefined): boolean {
  return concerns(audience) || audience === 'partner';
}

/**
 * The text for an audience: people write phone numbers and addresses into texts, so they are removed for the public and
 * for partners.
 */
export function wordsFor(audience: IssueAudience | null | undefined, text: string): string {
  return concerns(audience) ? text : withoutContacts(text);
}

/** Six digits and more with usual separators, except dates and decimal numbers. */
const phone =
  /(?<!\d[.,]?)(?!\d{1,2}\. ?\d{1,2}\. ?\d{2,4}(?!\d))(?!(?:0|[1-9]\d{0,2})[.,]\d{3,})\+?\(?\d(?:[ ()/.-]{0,3}\d){5,}/g;

/** The text without phone numbers and e-mail addresses. The patterns are a safety net; they do not recognise names. */
export function withoutContacts(text: string): string {
  return text.replace(/[^\s@<>(),;:"]{1,64}@[\p{L}\d.-]{1,190}/gu, '[…]').replace(phone, '[…]');
}
