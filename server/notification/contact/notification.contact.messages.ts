import type { Context } from '../../kernel/context.ts';
import { pageUrl } from '../../kernel/links.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import { defineMessage, type InboxReader, type Letter, type PushContent, smsLike } from '../../kernel/message.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import { ownerSql } from '../../recipient/recipient.service.ts';
import { Message } from '../notification.entity.ts';
import { notificationTexts } from '../notification.texts.ts';
import { testMessage } from './notification.contact.rules.ts';

/** The subject of messages about the delivery itself is the town. */
export const townInbox: InboxReader = {
  subjectTypes: [MunicipalityType],
  async read({ em }, _person, messages) {
    const ids = messages.map(({ id }) => id);
    const stored = await em.find(Message, { id: { $in: ids } }, { populate: ['municipality'] });
    const towns = new Map(stored.map(({ id, municipality }) => [id, municipality.getEntity()]));
    return ({ id }) => ({ subject: towns.get(id) ?? null, content: null });
  },
};

/** Test of one contact; sendTestMessage() writes its only delivery, so that nobody else gets it. */
export const contactTest = defineMessage({
  kind: testMessage.kind,
  class: testMessage.lane,
  interest: null,
  description: 'Test of a contact, which its owner asked for.',
  module: null,
  audience: ownerSql('m.subject_id'),
  inbox: townInbox,
  mail: (ctx, { town, recipient }) => {
    const { text } = textsIn(notificationTexts, recipient.locale).testMail;
    return Promise.resolve({
      text,
      values: { town: town.name, link: pageUrl(ctx, town.ags, 'me/notifications') },
    });
  },
  push: writePush,
  sms: smsLike(writePush),
});

function writePush(_ctx: Context, { recipient }: Letter): Promise<PushContent> {
  const { title, body } = textsIn(notificationTexts, recipient.locale).push.test;
  return Promise.resolve({ title, body, page: 'me/notifications' });
}
