import { nextTick } from 'vue';
import { createI18n, type PluralizationRule } from 'vue-i18n';
import names from '../languages.json';
import { pluralRule } from './plural.ts';
import { recall, remember } from './storage.ts';

/** As a file in locales/ holds them. */
interface Texts {
  readonly [key: string]: string | Texts;
}
export type Locale = keyof typeof names;

/**
 * A language is a file in locales/ and its name, in itself, in languages.json. Each file is two chunks: what the first pages
 * say, and what locales/later.txt names (vite.config.ts takes them apart).
 */
const files = import.meta.glob<{ default: Texts }>('../locales/*.json');
const laterFiles = import.meta.glob<{ default: Texts }>('../locales/*.json', { query: '?later' });
export const languages = Object.entries(names).flatMap(([code, name]) => (isLocale(code) ? [{ code, name }] : []));

let isLaterWanted = false;
const whole = new Set<string>();
const pluralRules: Record<string, PluralizationRule> = {};

/**
 * No language stands in for another: `npm run check` finds what is missing (scripts/texts.mjs). Only a plain form of a
 * language ("de-x-leicht") takes what it does not say itself from that language.
 */
export const i18n = createI18n({
  legacy: false,
  locale: 'de',
  fallbackLocale: Object.fromEntries(languages.map(({ code }) => [code, isPlain(code) ? [speech(code)] : []])),
  messages: {},
  pluralRules,
});

/** The visitor's last choice, else the first of the browser's languages that we speak, else German. */
export function preferredLocale(): Locale {
  const wishes = [recall('locale'), ...navigator.languages.flatMap((language) => [language, speech(language)])];
  return wishes.find(isLocale) ?? 'de';
}

export async function setLocale(locale: Locale): Promise<void> {
  await Promise.all([...new Set([locale, speech(locale)])].map(load));
  i18n.global.locale.value = locale;
  document.documentElement.lang = speech(locale);
  document.documentElement.dataset.language = locale;
  remember('locale', locale);
  await nextTick();
}

/** Whatever page but the first ones is about to be shown: from now on every language is loaded whole. */
export async function loadLaterTexts(): Promise<void> {
  isLaterWanted = true;
  const locale = i18n.global.locale.value;
  await Promise.all([...new Set([locale, speech(locale)])].map(load));
}

/** Texts and plural rules of a language, from then on to be chosen. */
export function addTexts(locale: string, texts: Texts): void {
  pluralRules[locale] = pluralRule(locale);
  i18n.global.setLocaleMessage(locale, texts);
}

/**
 * The language as voices know it: the `lang` of what is written in it. Of a private tag like "de-x-leicht" not every
 * screen reader finds the German voice, and nothing is spoken differently.
 */
export function speech(locale: string): string {
  return locale.slice(0, 2);
}

/** The plain form of a language, as Leichte Sprache is of German. */
export function isPlain(locale: string): boolean {
  return locale !== speech(locale);
}

async function load(locale: string): Promise<void> {
  const path = `../locales/${locale}.json`;
  const file = files[path];
  const later = isLaterWanted && !whole.has(locale) ? laterFiles[path] : undefined;
  const [first, more] = await Promise.all([
    i18n.global.availableLocales.includes(locale) ? undefined : file?.(),
    later?.(),
  ]);
  if (first !== undefined) addTexts(locale, first.default);
  if (more === undefined) return;
  i18n.global.mergeLocaleMessage(locale, more.default);
  whole.add(locale);
}

function isLocale(value: unknown): value is Locale {
  return typeof value === 'string' && value in names;
}
