import de from '../../web/locales/de.json' with { type: 'json' };
import plain from '../../web/locales/de-x-leicht.json' with { type: 'json' };
import languages from '../../web/languages.json' with { type: 'json' };
import en from '../../web/locales/en.json' with { type: 'json' };
import { readTexts } from '../../scripts/locales.mjs';

/** Texts of the pages; scenarios find buttons by the words that people read. */
export { de, en, languages, plain };

const { errors } = readTexts('.', 'de');

/** German text of an error, wherever its domain keeps it. Throws on a code without a text. */
export function errorText(code: string): string {
  const text = typeof errors === 'object' ? errors[code] : undefined;
  if (typeof text !== 'string') throw new Error(`no text for the error ${code}`);
  return text;
}

/**
 * Pattern for a message such as "{reference} steht jetzt auf „{status}“.": known parameters are filled in, others
 * match any text.
 */
export function sayingOf(message: string, known: Readonly<Record<string, string | number>> = {}): RegExp {
  const parts = message.split(/\{(\w+)\}/);
  const pattern = parts.map((part, i) => {
    if (i % 2 === 0) return escape(part);
    return known[part] === undefined ? '.+' : escape(String(known[part]));
  });
  return new RegExp(pattern.join(''));
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
