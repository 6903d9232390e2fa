import { defineEvent } from '../kernel/events.ts';
import type { IssueFacts } from './issue.events.ts';

export interface IssueCommentedFacts extends IssueFacts {
  readonly commentId: string;
  readonly number: number;
  readonly by: string;
  /** PUBLIC or PRIVATE by STAFF is an answer, which stops the clock of the first response. */
  readonly reach: string;
  readonly tellReporter: boolean;
}
/** A comment was added to an issue. */
export const issueCommented = defineEvent<IssueCommentedFacts>('issue.commented');
