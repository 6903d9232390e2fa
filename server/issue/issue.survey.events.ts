import { defineEvent } from '../kernel/events.ts';
import { defineQueue } from '../kernel/queue.ts';
import type { IssueFacts } from './issue.events.ts';

/** The reporter is asked whether the issue is fixed. */
export const surveyAsked = defineEvent<IssueFacts>('issue.surveyAsked');
export interface SurveyAnsweredFacts extends IssueFacts {
  readonly answer: string;
}
/** The reporter answered the survey, or declined surveys. */
export const surveyAnswered = defineEvent<SurveyAnsweredFacts>('issue.surveyAnswered');

export interface PlannedSurvey {
  readonly issueId: string;
  /** Version of the move that resolved the issue. */
  readonly version: number;
}
/** Runs four weeks after an issue was resolved. */
export const askSurvey = defineQueue<PlannedSurvey>('issue.askSurvey');
