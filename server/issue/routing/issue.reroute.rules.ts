import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStanding } from '../issue.audience.rules.ts';
import type { Issue, IssueMove } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';

/** Any of the staff who may read it: whoever sees that it lies wrong sends it on. */
export function canReroute(standing: IssueStanding, { status }: Pick<Issue, 'status'>): Verdict {
  if (!standing.isStaff) return deny('FORBIDDEN');
  return status === 'UNCONFIRMED' || stageOf(status) === 'DONE' ? deny('NOT_OPEN') : allow;
}

/** A step that leaves the report where it stands, at another desk. */
export function isReroute({ from, to }: Pick<IssueMove, 'from' | 'to'>): boolean {
  return from === to;
}
