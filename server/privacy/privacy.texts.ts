import { readLocale } from '../kernel/locale.ts';
import type { Translations } from '../kernel/mail.render.ts';
import exportDe from './locales/export/de.json' with { type: 'json' };
import exportEn from './locales/export/en.json' with { type: 'json' };
import de from './locales/messages/de.json' with { type: 'json' };
import plain from './locales/messages/de-x-leicht.json' with { type: 'json' };
import en from './locales/messages/en.json' with { type: 'json' };

/** Texts of the page in an export. */
export type ExportTexts = typeof exportDe;

/** Texts of an export, which is German or English. */
export function exportTextsIn(locale: string): { readonly texts: ExportTexts; readonly locale: string } {
  return readLocale(locale) === 'en' ? { texts: exportEn, locale: 'en' } : { texts: exportDe, locale: 'de' };
}

/** Texts of mails, and the words for functions of staff whose account was erased. */
export const privacyTexts: Translations<typeof de> = { de, 'de-x-leicht': plain, en };
