import type { Translations } from '../kernel/mail.render.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

/** Texts of mails, and the words for functions of staff whose account was erased. */
export const privacyTexts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };
