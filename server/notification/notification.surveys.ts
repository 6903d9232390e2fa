import { isRepaired } from '../../schema/statusWords.ts';
import { claimCodeOf } from '../issue/report/issue.claims.service.ts';
import { IssueCategory } from '../issue/category/issue.category.entity.ts';
import { Issue } from '../issue/issue.entity.ts';
import { isAsked } from '../issue/survey/issue.survey.service.ts';
import { surveyAsked } from '../issue/survey/issue.survey.events.ts';
import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { defineQueue, enqueue, handle } from '../kernel/jobs.ts';
import { type MailKey, type MailValues, renderMail } from './notification.mails.ts';
import { tellNews } from './notification.spread.service.ts';

/** To whoever reported without an account; the address is read when the mail leaves. */
const surveyMail = defineQueue<{ readonly issueId: string }>('notification.issueSurvey');

on(surveyAsked, async (tx, { facts: { issueId, municipalityId } }) => {
  const { reporter } = await tx.em.findOneOrFail(Issue, issueId);
  if (reporter == null) return enqueue(tx, surveyMail, { issueId });
  await tellNews(tx, { kind: 'ISSUE_SURVEY', municipalityId, subjectId: issueId });
});

handle(surveyMail, async (services, { issueId }) => {
  const ctx = forkContext(services, system);
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const town = issue.municipality.getEntity();
  const { reporterEmail, emailConfirmedAt, flag, locale } = issue;
  if (reporterEmail == null || emailConfirmedAt == null || flag != null || !town.modules.includes('ISSUES')) return;
  if (!(await isAsked(ctx, issue))) return;
  const { key, values } = await surveyLetter(ctx, issueId);
  await services.mail.send({
    to: { name: '', address: reporterEmail },
    messageId: `issue-survey.${issueId}`,
    ...renderMail(key, locale, values, town),
  });
});

/** Whether it is fixed can be asked only where something was to be fixed. */
export async function surveyLetter(ctx: Context, issueId: string): Promise<{ key: MailKey; values: MailValues }> {
  const { kind } = await ctx.em.findOneOrFail(Issue, issueId);
  return { key: isRepaired(kind) ? 'reportSurvey' : 'answerSurvey', values: await surveyValues(ctx, issueId) };
}

/** The code stands behind the '#' of the link: the page opens at once, and no server is sent it with the address. */
async function surveyValues(ctx: Context, issueId: string): Promise<MailValues> {
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const { name: category } = await ctx.em.findOneOrFail(IssueCategory, issue.category.id);
  const { ags, name: place } = issue.municipality.getEntity();
  const { reference, reporter, address } = issue;
  const claimCode = reporter == null ? claimCodeOf(ctx, issueId) : '';
  return {
    ...{ reference, place, claimCode },
    what: [category, address].filter((part) => part != null && part !== '').join(', '),
    link: `${ctx.publicUrl(ags)}/${ags}/issues/${reference}${claimCode && `#${claimCode}`}`,
  };
}
