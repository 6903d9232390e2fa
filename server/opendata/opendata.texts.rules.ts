import { readLocale } from '../kernel/locale.ts';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type Texts = typeof de;

/** Texts of the page in the language that the request asks for; content of the town is not translated. */
export function textsFor(wish: string | null | undefined): Texts {
  return readLocale(wish) === 'en' ? en : de;
}
