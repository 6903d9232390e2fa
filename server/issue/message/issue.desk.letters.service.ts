import type { Context } from '../../kernel/context.ts';
import { pageUrl } from '../../kernel/links.ts';
import type { Letter, MailContent } from '../../kernel/message.ts';
import { Issue } from '../issue.entity.ts';
import { deskTitleOf } from './issue.desk.title.service.ts';
import { type IssueMailKey, issueMail } from './issue.message.texts.ts';

/** Mail to staff about one issue of their desk, as the issue stands when the mail is sent; quotes no text of people. */
export async function writeDeskMail(
  ctx: Context,
  { message, town, recipient: { locale } }: Letter,
  key: Extract<IssueMailKey, 'deskUrgent' | 'deskOverdue' | 'deskAnswerOverdue'>,
): Promise<MailContent> {
  const issue = await ctx.em.findOneOrFail(Issue, message.subjectId, { populate: ['desk'] });
  return {
    text: issueMail(key, locale),
    values: {
      town: town.name,
      reference: issue.reference,
      title: await deskTitleOf(ctx, issue, locale),
      desk: issue.desk?.getEntity().name ?? '',
      link: pageUrl(ctx, town.ags, `board/${issue.reference}`),
    },
  };
}
