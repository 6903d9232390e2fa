import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStanding } from '../issue.audience.rules.ts';
import type { Issue } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';

/**
 * Whether the actor may change the assignee of an issue: staff of its desk and admins, while it is open. Refused:
 * FORBIDDEN, WRONG_DESK, NOT_OPEN.
 */
export function canAssign({ isStaff, isOfDesk }: IssueStanding, { status }: Pick<Issue, 'status'>): Verdict {
  if (!isStaff) return deny('FORBIDDEN');
  if (!isOfDesk) return deny('WRONG_DESK');
  return stageOf(status) === 'DONE' ? deny('NOT_OPEN') : allow;
}
