import type { Context } from '../kernel/context.ts';
import { MailError } from '../kernel/mail.ts';
import { fillText, oneClick, renderMail, textsIn } from '../kernel/mail.render.ts';
import { type Letter, type MailContent, type MailEnding, PermanentFailure } from '../kernel/message.ts';
import { choicesHash, choicesUrl } from '../recipient/recipient.link.service.ts';
import { groupInterest } from '../recipient/recipient.rules.ts';
import { noteRefusedRecipient } from './bounce/notification.bounce.service.ts';
import { defineChannel } from './notification.channels.ts';
import { linkHash, messageOf } from './notification.recipients.service.ts';
import { deferHost, deferredFor, resumeHost } from './sending/notification.hostPause.service.ts';
import { notificationTexts } from './notification.texts.ts';
import { unsubscribeToken } from './notification.unsubscribe.service.ts';

/** Six mails at a time, because the next mail server accepts few connections of one sender. */
export const emailChannel = defineChannel<MailContent>({
  name: 'EMAIL',
  description: "To the account's address.",
  slots: 6,
  hasDigests: true,
  works: ({ smtpUrl }) => smtpUrl !== undefined, // the mailbox of the demo sends nothing
  readsBounces: ({ bounceDomain }) => bounceDomain !== undefined,
  carries: ({ mail }) => mail !== 'NONE',
  render: (ctx, letter) => {
    const { mail } = messageOf(ctx.registry, letter.message.kind);
    if (mail === 'NONE') throw new PermanentFailure('NO_MAIL');
    return mail(ctx, letter);
  },
  textOf: ({ town, recipient }, { text, values, sections }) => {
    const mail = renderMail(text, recipient.locale, values, { isDemo: town.isDemo, sections });
    return `${mail.subject}\n\n${mail.text}`;
  },
  coversOf: ({ covers }) => covers,
  readAhead: readEarlier,
  send: sendEmail,
});

/** Reads for the letters of a job the ids of the letters before about the same subjects to the same contacts. */
async function readEarlier(ctx: Context, letters: readonly Letter[]): Promise<void> {
  const keys = letters.map(({ message, contactId }) => ({ messageId: message.id, contactId }));
  const rows: { messageId: string; contactId: string; before: string }[] = await ctx.em.execute(earlierSql, [
    JSON.stringify(keys),
  ]);
  const ids = rows.map((row) => [`${row.messageId}.${row.contactId}`, `${row.before}.${row.contactId}`] as const);
  earlier.set(ctx, new Map(ids));
}
const earlier = new WeakMap<Context, ReadonlyMap<string, string>>();

/** A mail that belongs to a digest is part of another mail, to which nothing is a reply. */
const earlierSql = `
select r."messageId", r."contactId", b.id as before
from json_to_recordset(?::json) as r("messageId" uuid, "contactId" uuid) join message m on m.id = r."messageId"
cross join lateral (
  select e.id from message e join delivery d on d.message_id = e.id and d.contact_id = r."contactId"
  where e.subject_id = m.subject_id and e.municipality_id = m.municipality_id and e.id < m.id and d.bundle is null
    and d.state in ('SENT', 'DELIVERED', 'UNKNOWN')
  order by e.id desc limit 1) b`;

async function sendEmail(ctx: Context, letter: Letter, content: MailContent): Promise<void> {
  const { id, town, recipient, group } = letter;
  const { address, locale } = recipient;
  const domain = domainOf(address);
  if (deferredFor(ctx, domain) > 0) throw new MailError('DOMAIN_STALLED', false);
  const { text, sections, calendars, replyTo = town.replyTo ?? undefined, ending = endingOf(ctx, letter) } = content;
  const values = { ...content.values, link: `${content.values.link ?? ''}${linkHash(ctx, letter)}` };
  const [end] = ending?.isAsking === true ? [] : (ending?.links ?? []);
  const before = earlier.get(ctx)?.get(id);
  try {
    await ctx.mail.send({
      to: { name: '', address },
      messageId: id,
      token: letter.token,
      ...renderMail(text, locale, values, { isDemo: town.isDemo, ending, sections, sender: town, replyTo }),
      thread: letter.message.subjectId,
      ...(calendars && { calendars }),
      ...(before !== undefined && { inReplyTo: before }),
      ...(group !== null && { list: { id: `group-${group.id}.${town.ags}`, name: group.name } }),
      headers: {
        ...(end !== undefined && oneClick(end.link.replace(/#.*$/, ''))),
        ...(replyTo !== undefined && { 'Reply-To': replyTo }),
      },
    });
    await resumeHost(ctx, domain);
  } catch (error) {
    if (error instanceof MailError && error.hasStalled) await deferHost(ctx, domain);
    if (!(error instanceof MailError) || !error.isPermanent) throw error;
    const { reason, status } = error;
    if (status !== undefined) await noteRefusedRecipient(ctx, letter, status);
    throw new PermanentFailure(status ?? reason);
  }
}

/** Domain of a mail address. */
function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}

/**
 * Reason for a mail that its recipient chose, and links to unsubscribe; undefined for answers to the recipient. Behind #
 * the page to unsubscribe gets the link to the choices of a recipient without an account.
 */
function endingOf(ctx: Context, letter: Letter): MailEnding | undefined {
  const { interest, ending: own } = messageOf(ctx.registry, letter.message.kind);
  if (own !== undefined) return own(ctx, letter);
  const { town, recipient, group } = letter;
  const { ending } = textsIn(notificationTexts, recipient.locale);
  const texts = Object.entries(ending.interests).find(([name]) => name === interest)?.[1];
  if (interest === null || texts === undefined) return undefined;
  const groupId = interest === groupInterest ? (group?.id ?? null) : null;
  const token = unsubscribeToken(ctx, { recipientId: recipient.id, interest, groupId, channel: 'EMAIL' });
  const hash = choicesHash(ctx, recipient);
  return {
    because: fillText(texts.because, { group: group?.name ?? town.name }),
    links: [
      { text: texts.unsubscribe, link: `${ctx.publicUrl(town.ags)}/unsubscribe/${token}${hash}` },
      { text: ending.preferences, link: choicesUrl(ctx, town.ags, recipient) },
    ],
  };
}
