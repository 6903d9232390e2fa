import { defineEvent } from '../../kernel/events.ts';
import type { IssueFacts } from '../issue.events.ts';

export interface IssueAssignedFacts extends IssueFacts {
  readonly version: number;
  /** False: nobody is assigned any more. */
  readonly isAssigned: boolean;
}
/** The assignee of an issue changed. The facts name nobody, because events are kept after an account is deleted. */
export const issueAssigned = defineEvent<IssueAssignedFacts>('issue.assigned');
