import { defineEvent } from '../kernel/events.ts';

export interface IssueFacts {
  readonly issueId: string;
  readonly municipalityId: string;
}
export interface IssueMovedFacts extends IssueFacts {
  readonly version: number;
  readonly to: string;
  /** False: the office chose not to tell the reporter. */
  readonly tellReporter: boolean;
}

export const issueReported = defineEvent<IssueFacts>('issue.reported');
export const issueMoved = defineEvent<IssueMovedFacts>('issue.moved');
