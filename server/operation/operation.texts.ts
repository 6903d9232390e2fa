import type { Translations } from '../kernel/mail.render.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

/** Mails to operators. People who run an installation read German or English: Leichte Sprache takes the German texts. */
export const operationTexts: Translations<typeof de> = { de, 'de-x-leicht': de, en };
