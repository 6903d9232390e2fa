import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStanding } from '../issue.audience.rules.ts';
import type { CommentReach } from '../issue.comment.entity.ts';
import type { Issue, IssueAudience } from '../issue.entity.ts';
import { concerns } from '../issue.visibility.rules.ts';

/** Number of unanswered messages after which the board marks an issue as pressing. */
export const mostUnanswered = 3;

/**
 * Notes are visible to staff only, private comments to staff and the reporter. Without an audience only public comments
 * are visible.
 */
export function canReadComment(reach: CommentReach, audience: IssueAudience | null | undefined): boolean {
  if (reach === 'PUBLIC') return true;
  return reach === 'PRIVATE' ? concerns(audience) : audience === 'staff';
}

/**
 * Staff may comment with any reach, but never publicly on a complaint. The reporter may write privately until
 * the issue is withdrawn.
 */
export function canComment(
  standing: IssueStanding,
  { kind, status }: Pick<Issue, 'kind' | 'status'>,
  reach: CommentReach,
): Verdict {
  if (standing.isStaff) return reach === 'PUBLIC' && kind === 'COMPLAINT' ? deny('NEVER_PUBLIC') : allow;
  if (!standing.isReporter) return deny('FORBIDDEN');
  if (reach !== 'PRIVATE') return deny('ONLY_PRIVATE');
  return status === 'WITHDRAWN' ? deny('NOT_OPEN') : allow;
}

/** Whether a comment answers all waiting messages of the reporter: every comment of staff that is not internal. */
export function isAnswer(by: string, reach: CommentReach): boolean {
  return by === 'STAFF' && reach !== 'INTERNAL';
}
