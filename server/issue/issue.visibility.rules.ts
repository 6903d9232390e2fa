import { type Actor, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { Issue, IssueAudience, IssueMove } from './issue.entity.ts';
import { type Placed, standingTowards } from './issue.rules.ts';

/** Staff of the town decide what everybody may see; taking it back is always possible. */
export function canSetVisibility(actor: Actor, issue: Placed & Pick<Issue, 'kind'>, isPublic: boolean): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  const scoped = withinScope(actor, issue.municipalityId, 'issues:write');
  if (!scoped.allow) return scoped;
  if (!standingTowards(actor, issue, false).isStaff) return deny('FORBIDDEN');
  return isPublic ? isPublishable(issue) : allow;
}

/** A complaint about people never is; nor what nobody has confirmed, or what its reporter took back. */
function isPublishable({ kind, status }: Pick<Issue, 'kind' | 'status'>): Verdict {
  if (kind === 'COMPLAINT') return deny('NEVER_PUBLIC');
  return status === 'UNCONFIRMED' || status === 'WITHDRAWN' ? deny('NOT_PUBLISHABLE') : allow;
}

/** Reasons, addressees and desks are for those whom the report concerns. Nobody marked: the least. */
export function concerns(audience: IssueAudience | null | undefined): boolean {
  return audience === 'staff' || audience === 'reporter';
}

/** Words that everybody may read: what the town hall says, not what it asks the reporter or what the reporter answers. */
export function isPublicAnswer({ by, to }: Pick<IssueMove, 'by' | 'to'>): boolean {
  return by === 'STAFF' && to !== 'WAITING_ON_REPORTER';
}
