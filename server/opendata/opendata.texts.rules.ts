import { readLocale } from '../kernel/locale.ts';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type Texts = typeof de;

/** In the language the page asks for; what is written for the town stays as it was written. */
export function textsFor(wish: string | null | undefined): Texts {
  return readLocale(wish) === 'en' ? en : de;
}
