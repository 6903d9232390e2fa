import { staffRolesSql } from '../../identity/identity.person.service.ts';
import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { fillText, textsIn } from '../../kernel/mail.render.ts';
import { defineMessage, enqueueMessage, type Letter, type PushContent, smsLike } from '../../kernel/message.ts';
import { townInbox } from '../contact/notification.contact.messages.ts';
import { deliveryCheckSent } from '../notification.events.ts';
import { notificationTexts } from '../notification.texts.ts';
import { checkKind } from './notification.check.rules.ts';

/** Probe of emergency messages, to the people who work in the town hall. */
export const deliveryCheck = defineMessage({
  kind: checkKind,
  class: 'EMERGENCY',
  interest: null,
  description:
    'Probe of emergency messages to the people who work in the town hall; every text says that it is a probe.',
  module: null,
  audience: `select distinct s.person_id as recipient_id, null::uuid as group_id from (${staffRolesSql('m.municipality_id')}) s`,
  inbox: townInbox,
  mail: (ctx, { town, recipient }) => {
    const { text } = textsIn(notificationTexts, recipient.locale).check;
    const link = pageUrl(ctx, town.ags, 'me/notifications');
    return Promise.resolve({ text, values: { town: town.name, link } });
  },
  push: writePush,
  sms: smsLike(writePush),
});

export const checkListeners = [
  on(deliveryCheckSent, (tx, { facts: { municipalityId } }) =>
    enqueueMessage(tx, deliveryCheck, { municipalityId, subjectId: municipalityId }),
  ),
];

function writePush(_ctx: Context, { town, recipient }: Letter): Promise<PushContent> {
  const { title, body } = textsIn(notificationTexts, recipient.locale).check.push;
  return Promise.resolve({ title: fillText(title, { town: town.name }), body, page: 'inbox' });
}
