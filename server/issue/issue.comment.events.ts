import { defineEvent } from '../kernel/events.ts';
import type { IssueFacts } from './issue.events.ts';

export interface IssueCommentedFacts extends IssueFacts {
  readonly commentId: string;
  readonly number: number;
  readonly by: string;
  /** PUBLIC by STAFF is an answer that everybody may read: a clock of first answers stops there. */
  readonly reach: string;
  readonly tellReporter: boolean;
}
/** Somebody said something about a report without moving it. */
export const issueCommented = defineEvent<IssueCommentedFacts>('issue.commented');
