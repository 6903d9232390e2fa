import type { Actor } from '../../kernel/actor.ts';
import { strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStanding } from '../issue.audience.rules.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import type { Issue } from '../issue.entity.ts';

/** So long after the end its reporter is asked. */
const surveyDays = 28;
const day = 86_400_000;

export type SurveyAnswer = 'FIXED' | 'NOT_FIXED' | 'DO_NOT_ASK';

/** Thanks and questions are answered, not fixed; a complaint about people is nothing to tick off. */
const asked: readonly IssueKind[] = ['DEFECT', 'CRITICISM', 'SUGGESTION'];

export function surveyDueAt(resolvedAt: Date): Date {
  return new Date(resolvedAt.getTime() + surveyDays * day);
}

type Asked = Pick<Issue, 'kind' | 'status' | 'flag' | 'reporterEmail' | 'emailConfirmedAt'> & {
  readonly reporter?: unknown;
};

/** Whether there is somebody to ask, and something that "no" could still change: who may not reopen it is not asked. */
export function isWorthAsking(issue: Asked, resolvedAt: Date, now: Date, reopenDays: number): boolean {
  const { kind, status, flag, reporter, reporterEmail, emailConfirmedAt } = issue;
  const isReachable = reporter != null || (reporterEmail != null && emailConfirmedAt != null);
  const isInTime = now.getTime() - resolvedAt.getTime() <= reopenDays * day;
  return status === 'RESOLVED' && asked.includes(kind) && flag == null && isReachable && isInTime;
}

/** Only whoever reported it can say. */
export function canAnswerSurvey(actor: Actor, { isReporter }: IssueStanding): Verdict {
  return isReporter ? allow : deny(strangersCode(actor));
}
