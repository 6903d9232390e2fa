import { on } from '../../kernel/events.ts';
import { pageUrl } from '../../kernel/links.ts';
import { textsIn } from '../../kernel/mail.render.ts';
import { defineMessage, enqueueMessage } from '../../kernel/message.ts';
import { Contact } from '../../recipient/recipient.entity.ts';
import { ownerSql } from '../../recipient/recipient.service.ts';
import { privacyTexts } from '../privacy.texts.ts';
import { dataHandedOut } from './privacy.counter.events.ts';

/** Nobody can choose to miss it: the person must learn if somebody else got the data. */
const handedOut = defineMessage({
  kind: 'DATA_HANDED_OUT',
  description: 'The town hall handed out the data of the account at the counter.',
  class: 'PERSONAL',
  interest: null,
  module: null,
  audience: ownerSql('m.subject_id'),
  refused: "c.name <> 'EMAIL'",
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: (ctx, { town, recipient }) =>
    Promise.resolve({
      text: textsIn(privacyTexts, recipient.locale).mails.handedOut,
      values: { town: town.name, link: pageUrl(ctx, town.ags, 'me/data') },
    }),
});

export const counterMessages = [handedOut];

/** The message is about the contact, because the row of a message outlives an account and must not name it. */
export const counterMessageListeners = [
  on(dataHandedOut, async (tx, { facts: { municipalityId, personId } }) => {
    const contact = await tx.em.findOne(Contact, { recipient: personId, channel: 'EMAIL' });
    if (contact !== null) await enqueueMessage(tx, handedOut, { municipalityId, subjectId: contact.id });
  }),
];
