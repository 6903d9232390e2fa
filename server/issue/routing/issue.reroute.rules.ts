import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStanding } from '../issue.audience.rules.ts';
import type { Issue, IssueMove } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';

/** Staff who may read an open issue may change its desk, whichever desk they work at. Refused: FORBIDDEN, NOT_OPEN. */
export function canReroute(standing: IssueStanding, { status }: Pick<Issue, 'status'>): Verdict {
  if (!standing.isStaff) return deny('FORBIDDEN');
  return stageOf(status) === 'DONE' ? deny('NOT_OPEN') : allow;
}

/** Whether the move left the status as it was and changed the desk or the category. */
export function isReroute({ from, to }: Pick<IssueMove, 'from' | 'to'>): boolean {
  return from === to;
}
