import { IssueComment } from '../issue/comment/issue.comment.entity.ts';
import { issueCommented } from '../issue/comment/issue.comment.events.ts';
import { Issue } from '../issue/issue.entity.ts';
import { claimCodeOf } from '../issue/report/issue.claims.service.ts';
import { system } from '../kernel/actor.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { on } from '../kernel/events.ts';
import { defineQueue, enqueue, handle } from '../kernel/jobs.ts';
import { type MailKey, type MailValues, renderMail } from './notification.mails.ts';
import { tellNews } from './notification.spread.service.ts';

/** Mail to whoever reported without an account; ids only, the address is read when the mail leaves. */
const commentMail = defineQueue<{ readonly issueId: string; readonly number: number }>('notification.issueCommented');

on(issueCommented, async (tx, { facts: { municipalityId, issueId, number, tellReporter } }) => {
  if (!tellReporter) return;
  const { reporter } = await tx.em.findOneOrFail(Issue, issueId);
  if (reporter == null) return enqueue(tx, commentMail, { issueId, number });
  await tellNews(tx, { kind: 'ISSUE_COMMENTED', municipalityId, subjectId: issueId, version: number });
});

/** An address counts only once its owner has confirmed it. */
handle(commentMail, async (services, { issueId, number }) => {
  const ctx = forkContext(services, system);
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const town = issue.municipality.getEntity();
  if (issue.reporterEmail == null || issue.emailConfirmedAt == null || !town.modules.includes('ISSUES')) return;
  const { key, values } = await commentLetter(ctx, issueId, number);
  await services.mail.send({
    to: { name: '', address: issue.reporterEmail },
    messageId: `issue-commented.${issueId}.${number}`,
    ...renderMail(key, issue.locale, values, town),
  });
});

/** What a mail to the reporter says about words of the town hall; a note is in none. */
export async function commentLetter(
  ctx: Context,
  issueId: string,
  number: number,
): Promise<{ key: MailKey; values: MailValues }> {
  const issue = await ctx.em.findOneOrFail(Issue, issueId, { populate: ['municipality'] });
  const told = { issue: issueId, number, reach: { $ne: 'INTERNAL' as const } };
  const { reach, text } = await ctx.em.findOneOrFail(IssueComment, told);
  const town = issue.municipality.getEntity();
  const link = `${ctx.publicUrl(town.ags)}/${town.ags}/issues/${issue.reference}`;
  const claimCode = issue.reporter == null ? claimCodeOf(ctx, issue.id) : '';
  const values = { reference: issue.reference, place: town.name, message: text, link, claimCode };
  return { key: reach === 'PUBLIC' ? 'reportAnswered' : 'reportAsked', values };
}
