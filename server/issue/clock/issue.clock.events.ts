import { defineEvent } from '../../kernel/events.ts';
import { defineQueue } from '../../kernel/queue.ts';
import type { IssueFacts } from '../issue.events.ts';

export interface IssueEscalatedFacts extends IssueFacts {
  /** Which of the two deadlines. */
  readonly hand: 'FIRST_RESPONSE' | 'RESOLUTION';
  readonly level: 'DUE_SOON' | 'OVERDUE';
}
/** A clock of an issue is near its deadline or has passed it; its desk is notified. */
export const issueEscalated = defineEvent<IssueEscalatedFacts>('issue.escalated');

/** The deadlines of a category changed. */
export const issueTargetsChanged = defineEvent<{ municipalityId: string; categoryId: string }>('issue.targetsChanged');

/** Checks whether the desk must be notified; `at`: time for which the check was planned, ISO 8601. */
export const checkClock = defineQueue<{ readonly issueId: string; readonly at: string }>('issue.checkClock');
