import { type Locale, readLocale } from '../kernel/locale.ts';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type Texts = typeof de;

/** Language of an answer, with the texts of the program. */
export interface Wording {
  readonly locale: Locale;
  readonly texts: Texts;
}

export function wordingFor(wish: string | null | undefined): Wording {
  return { locale: readLocale(wish), texts: textsFor(wish) };
}

/** Texts in the language of the request. */
export function textsFor(wish: string | null | undefined): Texts {
  return readLocale(wish) === 'en' ? en : de;
}

/** German text of a report that was sent without text. */
export function textWithoutWords(service: string): string {
  return textsFor('de').untold.replace('{service}', () => service);
}

export type NoteKey = Exclude<keyof Texts['outgoing'], 'sign' | 'photos'>;

/** Text of a note for the desk, in German. */
export function noteOf(key: NoteKey, values: Readonly<Record<string, string>>): string {
  return textsFor('de')
    .outgoing[key].replace(/\{(\w+)\}/g, (_gap, name: string) => values[name] ?? '')
    .trim();
}
