import type { Translations } from '../../kernel/mail.render.ts';
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

/** Words in calendar files and mails for one person. */
export const ownTexts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };
