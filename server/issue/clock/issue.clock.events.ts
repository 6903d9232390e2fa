import { defineEvent } from '../../kernel/events.ts';
import { defineQueue } from '../../kernel/queue.ts';
import type { IssueFacts } from '../issue.events.ts';

export interface IssueEscalatedFacts extends IssueFacts {
  readonly hand: 'FIRST_RESPONSE' | 'RESOLUTION';
  readonly level: 'DUE_SOON' | 'OVERDUE';
}
/** A clock of a report has nearly run out, or has: its desk hears of it. */
export const issueEscalated = defineEvent<IssueEscalatedFacts>('issue.escalated');

/** How long reports of a category may take from now on. */
export const issueTargetsChanged = defineEvent<{ municipalityId: string; categoryId: string }>('issue.targetsChanged');

/** Looks whether a clock has run so far that the desk must be told; `at`: for when it was planned, ISO. */
export const checkClock = defineQueue<{ readonly issueId: string; readonly at: string }>('issue.checkClock');
