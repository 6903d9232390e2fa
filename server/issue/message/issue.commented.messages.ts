import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { defineMessage, enqueueMessage, type MailContent, smsLike } from '../../kernel/message.ts';
import { IssueComment } from '../issue.comment.entity.ts';
import { issueCommented } from '../issue.comment.events.ts';
import { Issue } from '../issue.entity.ts';
import { claimCodeOf } from '../issue.claims.service.ts';
import { seenAs } from '../issue.reading.service.ts';
import { titleOf } from '../title/issue.title.service.ts';
import { ownWords } from './issue.inbox.messages.ts';
import { issueMail } from './issue.message.texts.ts';
import { pushAbout } from './issue.push.texts.ts';
import { reporterSql } from './issue.recipients.service.ts';

/** Message about a comment of the town hall on an own issue. */
export const commentedMessage = defineMessage({
  kind: 'ISSUE_COMMENTED',
  class: 'PERSONAL',
  interest: 'OWN_REPORTS',
  description: "The town hall commented on the person's own report; `content` is the comment.",
  module: 'ISSUES',
  audience: reporterSql,
  inbox: ownWords,
  mail: (ctx, { message: { subjectId, version }, recipient }) =>
    writeMail(ctx, subjectId, version ?? 0, recipient.locale),
  push: pushAbout('own'),
  sms: smsLike(pushAbout('own')),
});

export const commentListener = on(
  issueCommented,
  async (tx, { facts: { municipalityId, issueId, number, tellReporter } }) => {
    if (tellReporter)
      await enqueueMessage(tx, commentedMessage, { municipalityId, subjectId: issueId, version: number });
  },
);

/** Text of a mail to the reporter that quotes a comment; internal notes are never sent. */
async function writeMail(ctx: Context, issueId: string, number: number, locale: string): Promise<MailContent> {
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const readable = { issue: issueId, number, reach: { $ne: 'INTERNAL' as const } };
  const { reach, text } = await ctx.em.findOneOrFail(IssueComment, readable);
  const town = issue.municipality.getEntity();
  return {
    text: issueMail(reach === 'PUBLIC' ? 'reportAnswered' : 'reportAsked', locale),
    values: {
      reference: issue.reference,
      title: await titleOf(ctx, seenAs(issue, 'reporter'), locale),
      town: town.name,
      message: text,
      link: pageUrl(ctx, town.ags, `issues/${issue.reference}`),
      claimCode: issue.reporter == null ? claimCodeOf(ctx, issue.id) : '',
    },
  };
}
