import type { Context } from '../../kernel/context.ts';
import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import { defineMessage, enqueueMessage, type Letter, type MailContent } from '../../kernel/message.ts';
import { signId } from '../../kernel/signedId.ts';
import { ownerSql } from '../../recipient/recipient.service.ts';
import { privacyTexts } from '../privacy.texts.ts';
import { addressDataAsked } from './privacy.address.events.ts';
import { addressDataKind, addressPurpose } from './privacy.address.rules.ts';

/** The mail goes to its one contact only, because a forwarded link to the choices must not lead to the owner's data. */
const addressData = defineMessage({
  kind: addressDataKind,
  description: 'The link of the mail exports or erases what is stored about an address without an account.',
  class: 'PERSONAL',
  interest: null,
  module: null,
  audience: ownerSql('m.subject_id'),
  refused: "c.name <> 'EMAIL' or k.id <> m.subject_id",
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: writeLink,
});

export const addressMessages = [addressData];

export const addressMessageListeners = [
  on(addressDataAsked, async (tx, { facts: { municipalityId, contactIds } }) => {
    for (const subjectId of contactIds) await enqueueMessage(tx, addressData, { municipalityId, subjectId });
  }),
];

function writeLink(ctx: Context, { message, town, recipient }: Letter): Promise<MailContent> {
  const text = textsIn(privacyTexts, recipient.locale).mails.addressData;
  const link = `${pageUrl(ctx, town.ags, 'address-data')}#${signId(ctx.secret, addressPurpose, message.id)}`;
  return Promise.resolve({ text, values: { town: town.name, link } });
}
