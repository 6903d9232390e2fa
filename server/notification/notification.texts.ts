import type { Translations } from '../kernel/mail.render.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

/** Leichte Sprache uses the German texts of the demo mailbox, because citizens do not read that page. */
export const notificationTexts: Translations<typeof de> = {
  de,
  'de-x-leicht': { ...plain, mailbox: de.mailbox },
  en,
};
