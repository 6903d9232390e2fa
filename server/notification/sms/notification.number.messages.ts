import { groupCode } from '../../identity/identity.rules.ts';
import { fillText, textsIn } from '../../kernel/mail.render.ts';
import { Cancelled, defineMessage } from '../../kernel/message.ts';
import { ownerSql } from '../../recipient/recipient.service.ts';
import { notificationTexts } from '../notification.texts.ts';
import { codeMessage, codeOf, numberLimits } from './notification.number.rules.ts';

/** Code by which the owner of a number verifies it; requestNumberCode() writes its only delivery. */
export const numberCode = defineMessage({
  kind: codeMessage.kind,
  class: codeMessage.lane,
  interest: null,
  description: 'Code that verifies a mobile number; never in the inbox.',
  module: null,
  audience: ownerSql('m.subject_id'),
  refused: 'k.id <> m.subject_id',
  proves: true,
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: 'NONE',
  sms: ({ secret, now }, { message, at, town, recipient }) => {
    const minutes = (now().getTime() - at.getTime()) / 60_000;
    if (minutes >= numberLimits.codeMinutes) return Promise.reject(new Cancelled('EXPIRED'));
    const { code } = textsIn(notificationTexts, recipient.locale).sms;
    const values = { code: groupCode(codeOf(secret, message.id)), town: town.name };
    return Promise.resolve({ text: fillText(code, values), page: null });
  },
});
