import { readLocale } from '../kernel/locale.ts';
import de from './locales/de.json' with { type: 'json' };
import en from './locales/en.json' with { type: 'json' };

export type Texts = typeof de;

/** In the language of the request; what is written for the town stays as it was written. */
export function textsFor(wish: string | null | undefined): Texts {
  return readLocale(wish) === 'en' ? en : de;
}

/** What stands in a report that came without words, in the town hall's language. */
export function untoldOf(service: string): string {
  return textsFor('de').untold.replace('{service}', () => service);
}

export type NoteKey = Exclude<keyof Texts['outgoing'], 'sign' | 'photos'>;

/** A note for the desk, in the town hall's language. */
export function noteOf(key: NoteKey, values: Readonly<Record<string, string>>): string {
  return textsFor('de')
    .outgoing[key].replace(/\{(\w+)\}/g, (_gap, name: string) => values[name] ?? '')
    .trim();
}
