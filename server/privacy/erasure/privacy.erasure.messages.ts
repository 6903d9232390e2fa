import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { dateLocale } from '../../kernel/locale.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import { defineMessage, enqueueMessage, type Letter, type MailContent, NoLongerWanted } from '../../kernel/message.ts';
import { signId } from '../../kernel/signedId.ts';
import { privacyTexts } from '../privacy.texts.ts';
import { Erasure } from './privacy.erasure.entity.ts';
import { erasureRequested } from './privacy.erasure.events.ts';
import { undoPurpose } from './privacy.erasure.rules.ts';

/**
 * Says what will be erased and how to undo it. While an account waits for its erasure, its contacts get nothing but
 * messages that prove something, so this is one of them.
 */
const erasureAsked = defineMessage({
  kind: 'ERASURE_REQUESTED',
  description: 'The account will be erased in 72 hours; the link of the mail undoes this.',
  class: 'PERSONAL',
  interest: null,
  module: null,
  audience: 'select e.person_id as recipient_id, null::uuid as group_id from erasure e where e.id = m.subject_id',
  refused: "c.name <> 'EMAIL'",
  proves: true,
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: writeNotice,
});

export const erasureMessages = [erasureAsked];

export const erasureMessageListeners = [
  on(erasureRequested, (tx, { facts: { municipalityId, erasureId } }) =>
    enqueueMessage(tx, erasureAsked, { municipalityId, subjectId: erasureId }),
  ),
];

async function writeNotice(ctx: Context, { message, town, recipient }: Letter): Promise<MailContent> {
  const erasure = await ctx.em.findOne(Erasure, message.subjectId, { refresh: true });
  if (erasure === null) throw new NoLongerWanted();
  const text = textsIn(privacyTexts, recipient.locale).mails.erasure;
  const locale = dateLocale(recipient.locale);
  const { timeZone } = town;
  return {
    text,
    values: {
      town: town.name,
      day: erasure.dueAt.toLocaleDateString(locale, { timeZone, day: 'numeric', month: 'long', year: 'numeric' }),
      time: erasure.dueAt.toLocaleTimeString(locale, { timeZone, hour: '2-digit', minute: '2-digit' }),
      texts: erasure.withTexts ? text.withTexts : text.withoutTexts,
      // What follows # reaches no server, so no log holds the token.
      link: `${pageUrl(ctx, town.ags, 'keep-account')}#${signId(ctx.secret, undoPurpose, erasure.id)}`,
    },
  };
}
