import { type Actor, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { Issue, IssueAudience, IssueMove } from './issue.entity.ts';
import { type Placed, standingTowards } from './issue.audience.rules.ts';

/** Staff of the town decide what everybody may see; taking it back is always possible. */
export function canSetVisibility(actor: Actor, issue: Placed, isPublic: boolean): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const scoped = withinScope(actor, issue.municipalityId, 'issues:write');
  if (!scoped.allow) return scoped;
  if (!standingTowards(actor, issue, false).isStaff) return deny('FORBIDDEN');
  if (isPublic && issue.flag != null) return deny('FLAGGED');
  return isPublic ? isPublishable(issue) : allow;
}

/** A complaint about people never is; nor what nobody has confirmed, or what its reporter took back. */
export function isPublishable({ kind, status }: Pick<Issue, 'kind' | 'status'>): Verdict {
  if (kind === 'COMPLAINT') return deny('NEVER_PUBLIC');
  return status === 'UNCONFIRMED' || status === 'WITHDRAWN' ? deny('NOT_PUBLISHABLE') : allow;
}

/** What is shown to everybody; a partner needs the scope of reports. */
export function canSeePublicIssues(actor: Actor, municipalityId: string): Verdict {
  return withinScope(actor, municipalityId, 'issues:read');
}

/** Reasons and addressees are for those whom the report concerns. Nobody marked: the least. */
export function concerns(audience: IssueAudience | null | undefined): boolean {
  return audience === 'staff' || audience === 'reporter';
}

/** A step that was taken back, and the step that took it back, are the town hall's own affair. */
export function canSeeMove(
  { isTakenBack }: Pick<IssueMove, 'isTakenBack'>,
  audience: IssueAudience | null | undefined,
): boolean {
  return !isTakenBack || audience === 'staff';
}

/** Words that everybody may read: what the town hall says, not what it asks the reporter or what the reporter answers. */
export function isPublicAnswer({ by, to }: Pick<IssueMove, 'by' | 'to'>): boolean {
  return by === 'STAFF' && to !== 'WAITING_ON_REPORTER';
}

/** Which desk works on it is told to a partner besides. */
export function knowsDesk(audience: IssueAudience | null | undefined): boolean {
  return concerns(audience) || audience === 'partner';
}

/** People write their numbers and addresses into texts: whoever it does not concern gets the text without them. */
export function wordsFor(audience: IssueAudience | null | undefined, text: string): string {
  return concerns(audience) ? text : withoutContacts(text);
}

/** Six digits and more, however they are set; dates and decimal numbers are left. */
const phone =
  /(?<!\d[.,]?)(?!\d{1,2}\. ?\d{1,2}\. ?\d{2,4}(?!\d))(?!(?:0|[1-9]\d{0,2})[.,]\d{3,})\+?\(?\d(?:[ ()/.-]{0,3}\d){5,}/g;

/** The text without what looks like a phone number or an e-mail address. A net: names it cannot know. */
export function withoutContacts(text: string): string {
  return text.replace(/[^\s@<>(),;:"]{1,64}@[\p{L}\d.-]{1,190}/gu, '[…]').replace(phone, '[…]');
}
