import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { dateLocale } from '../../kernel/locale.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import { defineMessage, enqueueMessage, type Letter, type MailContent, NoLongerWanted } from '../../kernel/message.ts';
import { privacyTexts } from '../privacy.texts.ts';
import { UnusedAccount } from './privacy.retention.entity.ts';
import { unusedAccountFound } from './privacy.retention.events.ts';

/** Warns the owner of an account that nobody uses; an owner who signs in before the day keeps it. */
const unusedAccountWarned = defineMessage({
  kind: 'ACCOUNT_UNUSED',
  description:
    'Nobody has used the account for long; it is erased on the day that the mail names, unless its owner signs in.',
  class: 'PERSONAL',
  interest: null,
  module: null,
  audience:
    'select u.person_id as recipient_id, null::uuid as group_id from unused_account u where u.id = m.subject_id',
  refused: "c.name <> 'EMAIL'",
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: writeWarning,
});

export const unusedMessages = [unusedAccountWarned];

export const unusedMessageListeners = [
  on(unusedAccountFound, (tx, { facts: { municipalityId, unusedAccountId } }) =>
    enqueueMessage(tx, unusedAccountWarned, { municipalityId, subjectId: unusedAccountId }),
  ),
];

async function writeWarning(ctx: Context, { message, town, recipient }: Letter): Promise<MailContent> {
  const unused = await ctx.em.findOne(UnusedAccount, message.subjectId, { refresh: true });
  if (unused === null) throw new NoLongerWanted();
  const text = textsIn(privacyTexts, recipient.locale).mails.unused;
  const { timeZone } = town;
  const day = unused.dueAt.toLocaleDateString(dateLocale(recipient.locale), {
    timeZone,
    day: 'numeric',
    month: 'long',
    year: 'numeric',
  });
  return { text, values: { town: town.name, day, link: pageUrl(ctx, town.ags, 'sign-in') } };
}
