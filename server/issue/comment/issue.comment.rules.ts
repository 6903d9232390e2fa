import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStanding } from '../issue.audience.rules.ts';
import type { CommentReach } from '../issue.comment.entity.ts';
import type { Issue, IssueAudience } from '../issue.entity.ts';
import { concerns } from '../issue.visibility.rules.ts';

/** So often may a reporter write without an answer before the board calls it pressing. */
export const mostUnanswered = 3;

/** Notes never leave the town hall; private words are between it and the reporter. Nobody marked: the least. */
export function canReadComment(reach: CommentReach, audience: IssueAudience | null | undefined): boolean {
  if (reach === 'PUBLIC') return true;
  return reach === 'PRIVATE' ? concerns(audience) : audience === 'staff';
}

/**
 * The town hall speaks to everybody, to the reporter or to itself; nothing said on a complaint is for everybody. The
 * reporter speaks to the town hall, from the day the report arrived until it is taken back.
 */
export function canComment(
  standing: IssueStanding,
  { kind, status }: Pick<Issue, 'kind' | 'status'>,
  reach: CommentReach,
): Verdict {
  if (standing.isStaff) return reach === 'PUBLIC' && kind === 'COMPLAINT' ? deny('NEVER_PUBLIC') : allow;
  if (!standing.isReporter) return deny('FORBIDDEN');
  if (reach !== 'PRIVATE') return deny('ONLY_PRIVATE');
  return status === 'UNCONFIRMED' || status === 'WITHDRAWN' ? deny('NOT_OPEN') : allow;
}

/** Words of the reporter wait for the town hall; its own word to the outside answers all of them. */
export function isAnswer(by: string, reach: CommentReach): boolean {
  return by === 'STAFF' && reach !== 'INTERNAL';
}
