import { isRepaired } from '../../../schema/statusWords.ts';
import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { defineMessage, enqueueMessage, type MailContent, type MailValues, smsLike } from '../../kernel/message.ts';
import { Issue } from '../issue.entity.ts';
import { claimCodeOf } from '../issue.claims.service.ts';
import { surveyAsked } from '../issue.survey.events.ts';
import { seenAs } from '../issue.reading.service.ts';
import { titleOf } from '../title/issue.title.service.ts';
import { ownReport } from './issue.inbox.messages.ts';
import { issueMail } from './issue.message.texts.ts';
import { pushAbout } from './issue.push.texts.ts';
import { surveyedSql } from './issue.recipients.service.ts';

/** Message with the survey whether an issue is settled. */
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
  sms: smsLike(pushAbout('own')),
});

export const surveyListener = on(surveyAsked, (tx, { facts: { issueId, municipalityId } }) =>
  enqueueMessage(tx, surveyMessage, { municipalityId, subjectId: issueId }),
);

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
