import { on } from '../kernel/events.ts';
import { pageUrl } from '../kernel/links.ts';
import { type Translations, textsIn } from '../kernel/mail.render.ts';
import { defineMessage, enqueueMessage } from '../kernel/message.ts';
import { passkeysReset } from './identity.events.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

export const identityTexts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };

/** Notice that somebody removed the passkeys of the account; the subject is the person. Nobody can switch it off. */
const passkeysResetMessage = defineMessage({
  kind: 'PASSKEYS_RESET',
  class: 'PERSONAL',
  interest: null,
  description: 'Staff: an admin or operator removed the passkeys of the account; by mail only.',
  module: null,
  audience: 'select m.subject_id as recipient_id, null::uuid as group_id',
  refused: `c.name <> 'EMAIL'`,
  inbox: { subjectTypes: [], read: () => Promise.resolve(() => ({ subject: null, content: null })) },
  mail: (ctx, { town, recipient }) =>
    Promise.resolve({
      text: textsIn(identityTexts, recipient.locale).mails.passkeysReset,
      values: { town: town.name, link: pageUrl(ctx, town.ags, 'sign-in') },
    }),
});

export const identityMessages = [passkeysResetMessage];

export const identityMessageListeners = [
  on(passkeysReset, (tx, { facts: { municipalityId, personId } }) =>
    enqueueMessage(tx, passkeysResetMessage, {
      municipalityId,
      subjectId: personId,
      version: Math.floor(tx.now().getTime() / 1000),
    }),
  ),
];
