import { refusal } from './errors.ts';
import type { InputCheck } from './payload.ts';

/** Languages of pages and mails, as BCP 47 tags; `de-x-leicht` is Leichte Sprache. */
export const locales = ['de', 'de-x-leicht', 'en'] as const;
export type Locale = (typeof locales)[number];

/** Language of what people write for a town; variants contain translations. */
const writtenLocale = 'de' satisfies Locale;
const variantLocales: readonly string[] = locales.filter((locale) => locale !== writtenLocale);

/** Supported language for a requested one, German if it is not supported. "EN-gb" is English. */
export function readLocale(wish: string | null | undefined): Locale {
  return knownLocale(wish) ?? 'de';
}

/** Locale for dates and times: English is British, with the day before the month and 24 hours. */
export function dateLocale(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}

/** Supported language for the input field `locale`: German if absent; refuses UNKNOWN_LOCALE. */
export function requireLocale(wish: string | null | undefined): Locale {
  const locale = wish == null ? 'de' : knownLocale(wish);
  if (locale === undefined) throw refusal('UNKNOWN_LOCALE', 'locale');
  return locale;
}

function knownLocale(wish: string | null | undefined): Locale | undefined {
  const tag = (wish ?? '').toLowerCase();
  const [language] = tag.split('-');
  return locales.find((locale) => locale === tag) ?? locales.find((locale) => locale === language);
}

/** Text in another language. */
export interface Variant {
  readonly locale: string;
}

/**
 * Checks that each variant has a different language, and none the original's. `at`: path of the text inside the input.
 * Refuses UNKNOWN_LOCALE, SAME_LOCALE_TWICE.
 */
export function checkVariantLocales(check: InputCheck, variants: readonly Variant[], ...at: readonly string[]): void {
  const told = variants.map(({ locale }) => locale);
  const isKnown = told.every((locale) => variantLocales.includes(locale));
  check.require(isKnown, 'UNKNOWN_LOCALE', `one of ${variantLocales.join(', ')}`, ...at, 'variants');
  check.require(new Set(told).size === told.length, 'SAME_LOCALE_TWICE', 'one variant a language', ...at, 'variants');
}

/** Variant for a reader of this language; undefined: the original. */
export function variantFor<T extends Variant>(
  variants: readonly T[] | null | undefined,
  locale: string,
): T | undefined {
  return variants?.find((variant) => variant.locale === locale);
}
