import { defineEvent } from '../../kernel/events.ts';
import type { IssueFacts } from '../issue.events.ts';

export interface IssueTakenFacts extends IssueFacts {
  readonly channel: string;
}
/** The town hall recorded a report that somebody made by phone, at the counter or by letter. */
export const issueTaken = defineEvent<IssueTakenFacts>('issue.taken');
