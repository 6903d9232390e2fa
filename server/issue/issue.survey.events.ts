import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';
import type { IssueFacts } from './issue.events.ts';

/** Its reporter is asked whether it is fixed. */
export const surveyAsked = defineEvent<IssueFacts>('issue.surveyAsked');
export interface SurveyAnsweredFacts extends IssueFacts {
  readonly answer: string;
}
/** The reporter answered, or wants no such question any more. */
export const surveyAnswered = defineEvent<SurveyAnsweredFacts>('issue.surveyAnswered');

export interface PlannedSurvey {
  readonly issueId: string;
  /** The step that ended it. */
  readonly version: number;
}
/** Due four weeks after a report was resolved. */
export const askSurvey = defineQueue<PlannedSurvey>('issue.askSurvey');
