import { textsIn } from '../../kernel/mail.render.ts';
import { defineMessage } from '../../kernel/message.ts';
import { ownerSql } from '../../recipient/recipient.service.ts';
import { notificationTexts } from '../notification.texts.ts';
import { testMessage } from './notification.push.rules.ts';

/** Test of one device; sendTestMessage() writes its only delivery, so that nobody else gets it. */
export const deviceTest = defineMessage({
  kind: testMessage.kind,
  class: testMessage.lane,
  interest: null,
  description: 'Test of a device, which its owner asked for; never in the inbox.',
  module: null,
  audience: ownerSql('m.subject_id'),
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: 'NONE',
  push: (_ctx, { recipient }) => {
    const { title, body } = textsIn(notificationTexts, recipient.locale).push.test;
    return Promise.resolve({ title, body, page: 'me/notifications' });
  },
});
