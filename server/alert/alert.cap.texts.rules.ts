import { readLocale } from '../kernel/locale.ts';
import de from './locales/cap/de.json' with { type: 'json' };
import en from './locales/cap/en.json' with { type: 'json' };

/** Words of the program in documents and feeds of alerts; plain language has the German ones. */
export function capTextsFor(locale: string | null | undefined): typeof de {
  return readLocale(locale) === 'en' ? en : de;
}
