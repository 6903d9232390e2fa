import { groupCode } from '../../identity/identity.rules.ts';
import { pageUrl } from '../../kernel/links.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import { Cancelled, defineMessage } from '../../kernel/message.ts';
import { ownerSql } from '../../recipient/recipient.service.ts';
import { notificationTexts } from '../notification.texts.ts';
import { codeOf, numberLimits } from '../sms/notification.number.rules.ts';
import { replyToMessage } from './notification.address.rules.ts';

/** Code by which the owner of an address confirms it for replies; requestReplyTo() writes its only delivery. */
export const replyToCode = defineMessage({
  kind: replyToMessage.kind,
  class: replyToMessage.lane,
  interest: null,
  description: "Code that confirms the address for replies to a town's mails; never in the inbox.",
  module: null,
  audience: ownerSql('m.subject_id'),
  refused: 'k.id <> m.subject_id',
  proves: true,
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: (ctx, { message, at, town, recipient }) => {
    const minutes = (ctx.now().getTime() - at.getTime()) / 60_000;
    if (minutes >= numberLimits.codeMinutes) return Promise.reject(new Cancelled('EXPIRED'));
    const code = groupCode(codeOf(ctx.secret, message.id));
    const link = pageUrl(ctx, town.ags, 'settings/sending');
    const values = { code, link, town: town.name, minutes: String(numberLimits.codeMinutes) };
    return Promise.resolve({ text: textsIn(notificationTexts, recipient.locale).replyToCode, values });
  },
});
