import { nextTick } from 'vue';
import { createI18n, type PluralizationRule } from 'vue-i18n';
import names from '../languages.json';
import { rememberForServer } from './cookie.ts';
import { pluralRule } from './plural.ts';
import { recall, remember } from './storage.ts';

/** Texts as a file in locales/ holds them. */
interface Texts {
  readonly [key: string]: string | Texts;
}
export type Locale = keyof typeof names;

/**
 * A language is a file in locales/ and its name in languages.json. Each file becomes two chunks: the texts of the
 * first pages, and those that locales/later.txt names (vite.config.ts splits them).
 */
const files = import.meta.glob<{ default: Texts }>('../locales/*.json');
const laterFiles = import.meta.glob<{ default: Texts }>('../locales/*.json', { query: '?later' });
export const languages = Object.entries(names).flatMap(([code, name]) => (isLocale(code) ? [{ code, name }] : []));

let isLaterWanted = false;
const whole = new Set<string>();
const pluralRules: Record<string, PluralizationRule> = {};

/**
 * No language falls back to another: `npm run check` finds missing texts (scripts/texts.mjs). Only a plain form of a
 * language ("de-x-leicht") falls back to that language.
 */
export const i18n = createI18n({
  legacy: false,
  locale: 'de',
  fallbackLocale: Object.fromEntries(languages.map(({ code }) => [code, isPlain(code) ? [speech(code)] : []])),
  messages: {},
  pluralRules,
});

/** The visitor's last choice, otherwise the first available language of the browser, otherwise German. */
export function preferredLocale(): Locale {
  const chosen = recall('locale');
  return isLocale(chosen) ? chosen : browserLocale();
}

function browserLocale(): Locale {
  return navigator.languages.flatMap((language) => [language, speech(language)]).find(isLocale) ?? 'de';
}

export async function setLocale(locale: Locale): Promise<void> {
  await Promise.all([...new Set([locale, speech(locale)])].map(load));
  i18n.global.locale.value = locale;
  document.documentElement.lang = speech(locale);
  document.documentElement.dataset.language = locale;
  remember('locale', locale);
  rememberForServer('locale', locale === browserLocale() ? null : locale);
  await nextTick();
}

/**
 * Loads the remaining texts before any page but the first ones is shown; later languages are then loaded completely.
 */
export async function loadLaterTexts(): Promise<void> {
  isLaterWanted = true;
  const locale = i18n.global.locale.value;
  await Promise.all([...new Set([locale, speech(locale)])].map(load));
}

/** Loader of a component on a first page that needs the remaining texts, too. */
export function withLaterTexts<Module>(load: () => Promise<Module>): () => Promise<Module> {
  return async () => {
    const [module] = await Promise.all([load(), loadLaterTexts()]);
    return module;
  };
}

/** Adds the texts and plural rules of a language, which can then be chosen. */
export function addTexts(locale: string, texts: Texts): void {
  pluralRules[locale] = pluralRule(locale);
  i18n.global.setLocaleMessage(locale, texts);
}

/**
 * Language tag for the attribute `lang`. Not every screen reader finds the German voice for a private tag such as
 * "de-x-leicht", which is spoken like German.
 */
export function speech(locale: string): string {
  return locale.slice(0, 2);
}

/** Whether the language is the plain form of another one, as Leichte Sprache is of German. */
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
