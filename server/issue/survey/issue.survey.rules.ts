import type { Actor } from '../../kernel/actor.ts';
import { strangersCode } from '../../kernel/actor.ts';
import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueStanding } from '../issue.audience.rules.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import type { Issue } from '../issue.entity.ts';

/** Days between the end of an issue and its survey. */
const surveyDays = 28;
const day = 86_400_000;

export type SurveyAnswer = 'FIXED' | 'NOT_FIXED' | 'DO_NOT_ASK';

/** Kinds with a survey: praise and questions are answered, not fixed, and complaints are confidential. */
const asked: readonly IssueKind[] = ['DEFECT', 'CRITICISM', 'SUGGESTION'];

export function surveyDueAt(resolvedAt: Date): Date {
  return new Date(resolvedAt.getTime() + surveyDays * day);
}

type Asked = Pick<Issue, 'kind' | 'status' | 'flag' | 'reporterEmail' | 'emailConfirmedAt'> & {
  readonly reporter?: unknown;
};

/** Whether the reporter can be reached and could still reopen the issue; otherwise the survey is pointless. */
export function isWorthAsking(issue: Asked, resolvedAt: Date, now: Date, reopenDays: number): boolean {
  const { kind, status, flag, reporter, reporterEmail, emailConfirmedAt } = issue;
  const isReachable = reporter != null || (reporterEmail != null && emailConfirmedAt != null);
  const isInTime = now.getTime() - resolvedAt.getTime() <= reopenDays * day;
  return status === 'RESOLVED' && asked.includes(kind) && flag == null && isReachable && isInTime;
}

/** Only the reporter may answer the survey. */
export function canAnswerSurvey(actor: Actor, { isReporter }: IssueStanding): Verdict {
  return isReporter ? allow : deny(strangersCode(actor));
}
