import { readLocale } from '../kernel/locale.ts';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type Texts = typeof de;

/** Texts in the language of the request; content of the town is not translated. */
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
