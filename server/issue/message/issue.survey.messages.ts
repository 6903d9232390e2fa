import { isRepaired } from '../../../schema/statusWords.ts';
import { system } from '../../kernel/actor.ts';
import { type Context, forkContext } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { enqueue, handle } from '../../kernel/jobs.ts';
import { pageUrl } from '../../kernel/links.ts';
import { renderMail } from '../../kernel/mail.render.ts';
import { defineMessage, enqueueMessage, type MailContent, type MailValues } from '../../kernel/message.ts';
import { defineQueue } from '../../kernel/queue.ts';
import { Issue } from '../issue.entity.ts';
import { claimCodeOf } from '../issue.claims.service.ts';
import { surveyAsked } from '../issue.survey.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { titleOf } from '../title/issue.title.service.ts';
import { isAsked } from '../survey/issue.survey.service.ts';
import { ownReport } from './issue.inbox.messages.ts';
import { issueMail } from './issue.message.texts.ts';
import { pushAbout } from './issue.push.texts.ts';
import { surveyedSql } from './issue.recipients.service.ts';

/** Message with the survey whether an issue is settled, for reporters with an account. */
export const surveyMessage = defineMessage({
  kind: 'ISSUE_SURVEY',
  class: 'PERSONAL',
  interest: 'OWN_REPORTS',
  description: "Asks whether the person's own report is fixed.",
  module: 'ISSUES',
  audience: surveyedSql,
  inbox: ownReport,
  mail: (ctx, { message, recipient }) => writeMail(ctx, message.subjectId, recipient.locale),
  push: pushAbout('own'),
});

/** Mail to an address without an account; the address is read when the mail is sent. */
const surveyMail = defineQueue<{ readonly issueId: string }>('issue.surveyMail');

export const surveyListener = on(surveyAsked, async (tx, { facts: { issueId, municipalityId } }) => {
  const { reporter } = await tx.em.findOneOrFail(Issue, issueId);
  if (reporter == null) await enqueue(tx, surveyMail, { issueId });
  else await enqueueMessage(tx, surveyMessage, { municipalityId, subjectId: issueId });
});

export const surveyMailJob = handle(surveyMail, async (services, { issueId }) => {
  const ctx = forkContext(services, system);
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const town = issue.municipality.getEntity();
  const { reporterEmail, emailConfirmedAt, flag, locale } = issue;
  if (reporterEmail == null || emailConfirmedAt == null || flag != null || !town.modules.includes('ISSUES')) return;
  if (!(await isAsked(ctx, issue))) return;
  const { text, values } = await writeMail(ctx, issueId, locale);
  await services.mail.send({
    to: { name: '', address: reporterEmail },
    thread: issueId,
    messageId: `issue-survey.${issueId}`,
    ...renderMail(text, locale, values, { isDemo: town.isDemo, sender: town }),
  });
});

/** Text of the mail: only kinds that are repaired are asked whether the issue is fixed. */
async function writeMail(ctx: Context, issueId: string, locale: string): Promise<MailContent> {
  const { kind } = await ctx.em.findOneOrFail(Issue, issueId);
  const key = isRepaired(kind) ? 'reportSurvey' : 'answerSurvey';
  return { text: issueMail(key, locale), values: await surveyValues(ctx, issueId, locale) };
}

/** Values of the mail. The claim code is in the fragment of the link, which browsers send to no server. */
async function surveyValues(ctx: Context, issueId: string, locale: string): Promise<MailValues> {
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const { ags, name: town } = issue.municipality.getEntity();
  const { reference, reporter } = issue;
  const claimCode = reporter == null ? claimCodeOf(ctx, issueId) : '';
  return {
    reference,
    town,
    claimCode,
    title: await titleOf(ctx, seenAs(issue, 'reporter'), locale),
    link: pageUrl(ctx, ags, `issues/${reference}${claimCode && `#${claimCode}`}`),
  };
}
