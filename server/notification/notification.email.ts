import type { Context } from '../kernel/context.ts';
import { pageUrl } from '../kernel/links.ts';
import { MailError } from '../kernel/mail.ts';
import { fillText, oneClick, renderMail, textsIn } from '../kernel/mail.render.ts';
import { type Letter, type MailEnding, PermanentFailure } from '../kernel/message.ts';
import { defineChannel } from './notification.channels.ts';
import { messageOf } from './notification.recipients.service.ts';
import { resumeDomain, isDeferred, deferDomain } from './notification.stalls.ts';
import { notificationTexts } from './notification.texts.ts';
import { unsubscribeToken } from './notification.unsubscribe.service.ts';

/** E-mail: off by default for groups; always on for messages about own issues of people with an account. */
export const emailChannel = defineChannel({
  name: 'EMAIL',
  description: "To the account's address.",
  byGroups: false,
  byReports: true,
  carries: ({ mail }) => mail !== 'NONE',
  send: sendEmail,
});

async function sendEmail(ctx: Context, letter: Letter): Promise<void> {
  const { id, town, recipient } = letter;
  if (isDeferred(recipient.email, ctx.now())) throw new MailError('DOMAIN_STALLED', false);
  const { mail } = messageOf(ctx.registry, letter.message.kind);
  if (mail === 'NONE') throw new PermanentFailure('NO_MAIL');
  const { text, values, ending = endingOf(ctx, letter) } = await mail(ctx, letter);
  const [end] = ending?.links ?? [];
  try {
    await ctx.mail.send({
      to: { name: '', address: recipient.email },
      messageId: id,
      ...renderMail(text, recipient.locale, values, { isDemo: town.isDemo, ending }),
      ...(end !== undefined && { headers: oneClick(end.link) }),
    });
    resumeDomain(recipient.email);
  } catch (error) {
    if (error instanceof MailError && error.hasStalled) deferDomain(recipient.email, ctx.now());
    throw error instanceof MailError && error.isPermanent ? new PermanentFailure(error.reason) : error;
  }
}

/** Unsubscribe links below a mail of a group; undefined for messages about own issues, which cannot be switched off. */
function endingOf(ctx: Context, { town, recipient, group }: Letter): MailEnding | undefined {
  if (group === null) return undefined;
  const token = unsubscribeToken(ctx, { personId: recipient.id, groupId: group.id, channel: 'EMAIL' });
  const { because, unsubscribe, preferences } = textsIn(notificationTexts, recipient.locale).ending;
  return {
    because: fillText(because, { group: group.name }),
    links: [
      { text: unsubscribe, link: `${ctx.publicUrl(town.ags)}/unsubscribe/${token}` },
      { text: preferences, link: pageUrl(ctx, town.ags, 'me/notifications') },
    ],
  };
}
