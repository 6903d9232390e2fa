import { LockMode } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, refusal } from '../../kernel/errors.ts';
import { on, record, type Tx, write } from '../../kernel/events.ts';
import { enqueue, enqueueAgain } from '../../kernel/jobs.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../../kernel/rows.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { noteIssue } from '../comment/issue.comment.service.ts';
import { spendClaim } from '../issue.claims.service.ts';
import { Issue, IssueMove, type IssueRow } from '../issue.entity.ts';
import { issueMoved } from '../issue.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { holdIssue, moveNow } from '../issue.service.ts';
import { settingsOf } from '../issue.settings.service.ts';
import { askSurvey, type PlannedSurvey, surveyAnswered, surveyAsked } from '../issue.survey.events.ts';
import texts from '../locales/de.json' with { type: 'json' };
import { IssueSurvey } from './issue.survey.entity.ts';
import { canAnswerSurvey, isWorthAsking, type SurveyAnswer, surveyDueAt } from './issue.survey.rules.ts';

export const planSurvey = on(issueMoved, async (tx, { facts: { issueId, version, to } }) => {
  if (to === 'RESOLVED') await enqueue(tx, askSurvey, { issueId, version }, { startAfter: surveyDueAt(tx.now()) });
});

/**
 * Job of the survey, with the issue locked: asks once, and only if the issue still is resolved by the planned move.
 * Idempotent: a retry finds the row and does nothing.
 */
export function askIfFixed(ctx: Context, planned: PlannedSurvey): Promise<void> {
  return write(ctx, async (tx) => {
    const { issueId, version } = planned;
    const issue = await tx.em.findOne(Issue, issueId, { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true });
    const move = await tx.em.findOne(IssueMove, { issue: issueId, version, to: 'RESOLVED', isTakenBack: false });
    if (issue === null || move === null) return;
    const due = surveyDueAt(move.at);
    if (tx.now() < due) return enqueueAgain(tx, askSurvey, planned, due);
    const { reopenDays } = await settingsOf(tx, issue.municipality.id);
    if (!isWorthAsking(issue, move.at, tx.now(), reopenDays) || !(await isOpenTo(tx, issue, version))) return;
    await tx.em.persist(tx.em.create(IssueSurvey, { issue, askedAt: tx.now() })).flush();
    await record(tx, surveyAsked({ issueId, municipalityId: issue.municipality.id }));
  });
}

/**
 * Whether the issue was not resolved again and not surveyed before, the module is on, and the reporter has not declined
 * surveys.
 */
async function isOpenTo(tx: Tx, issue: Issue, version: number): Promise<boolean> {
  const again = { to: 'RESOLVED', from: { $ne: 'RESOLVED' }, isTakenBack: false } as const;
  const later = { issue: issue.id, version: { $gt: version }, ...again };
  if ((await tx.em.count(IssueMove, later)) > 0 || (await tx.em.count(IssueSurvey, issue.id)) > 0) return false;
  const { modules } = await tx.em.findOneOrFail(Municipality, issue.municipality.id, { refresh: true });
  const { reporter, reporterEmail } = issue;
  const same = reporter == null ? { reporterEmail: reporterEmail ?? null } : { reporter: reporter.id };
  return modules.includes('ISSUES') && (await tx.em.count(IssueSurvey, { isUnwanted: true, issue: same })) === 0;
}

export interface AnswerSurveyInput {
  readonly issueId: string;
  readonly claimCode?: string | null;
  readonly answer: SurveyAnswer;
  /** NOT_FIXED: description of what is still wrong. */
  readonly reason?: string | null;
}

/**
 * Stores the answer of the reporter while the issue is resolved; NOT_FIXED reopens the issue. Refused: NOT_ASKED, and
 * with the codes of reopening.
 */
export async function answerSurvey(ctx: Context, input: AnswerSurveyInput): Promise<Issue> {
  await spendClaim(ctx, input.claimCode);
  return write(ctx, async (tx) => {
    const { issue, standing } = await holdIssue(tx, input);
    authorize(canAnswerSurvey(tx.actor, standing));
    const survey = await tx.em.findOne(IssueSurvey, issue.id, { refresh: true });
    const { answer } = input;
    if (survey === null || (answer !== 'DO_NOT_ASK' && issue.status !== 'RESOLVED')) throw refusal('NOT_ASKED');
    // A note is needed for FIXED only, because reopening is an entry of the timeline itself.
    const isNews = answer === 'FIXED' && survey.isFixed !== true;
    if (answer === 'DO_NOT_ASK') survey.isUnwanted = true;
    else Object.assign(survey, { isFixed: answer === 'FIXED', answeredAt: tx.now() });
    await tx.em.flush();
    if (isNews) await noteIssue(tx, issue.id, texts.survey.fixed);
    if (answer === 'NOT_FIXED') await reopen(tx, issue, input);
    await record(tx, surveyAnswered({ issueId: issue.id, municipalityId: issue.municipality.id, answer }));
    return seenAs(issue, standing.isStaff ? 'staff' : 'reporter');
  });
}

async function reopen(tx: Tx, { id: issueId, version }: Issue, input: AnswerSurveyInput): Promise<void> {
  const { claimCode = null, reason = null } = input;
  await moveNow(tx, { issueId, version, claimCode, to: 'ASSIGNED', reason, tellReporter: false });
}

const surveyOf = rowsByOwner(rowsOf(IssueSurvey), ({ issue }) => issue, `where t.issue_id in (${idsParameterSql})`);

/** Whether the survey waits for an answer. */
export async function isAsked(ctx: Context, { id, status }: IssueRow): Promise<boolean> {
  const [survey] = status === 'RESOLVED' ? await surveyOf(ctx, id) : [];
  return survey !== undefined && survey.answeredAt == null && !survey.isUnwanted;
}

const endsOf = rowsByOwner(
  rowsOf(IssueMove),
  ({ issue }) => issue,
  `where t.issue_id in (${idsParameterSql}) and t."to" = 'RESOLVED' and not t.is_taken_back order by t.version desc`,
);

/** Answer about the last end of the issue; null: none. Answers about earlier ends are in the timeline. */
export async function saysFixed(ctx: Context, { id }: IssueRow): Promise<boolean | null> {
  const [survey] = await surveyOf(ctx, id);
  if (survey?.isFixed == null || survey.answeredAt == null) return null;
  const [end] = await endsOf(ctx, id);
  return end !== undefined && end.at > survey.answeredAt ? null : survey.isFixed;
}
