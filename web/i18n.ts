import { nextTick } from 'vue';
import { createI18n } from 'vue-i18n';
import { recall, remember } from './storage.ts';

export const locales = ['de', 'en'] as const;
export type Locale = (typeof locales)[number];

const loaders = {
  de: () => import('./locales/de.json'),
  en: () => import('./locales/en.json'),
};

export const i18n = createI18n({ legacy: false, locale: 'de', fallbackLocale: 'de', messages: {} });

/** The visitor's last choice, else the first of the browser's languages that we speak, else German. */
export function preferredLocale(): Locale {
  const wishes = [recall('locale'), ...navigator.languages.map((language) => language.slice(0, 2))];
  return wishes.find(isLocale) ?? 'de';
}

export async function setLocale(locale: Locale): Promise<void> {
  if (!i18n.global.availableLocales.includes(locale)) {
    i18n.global.setLocaleMessage(locale, (await loaders[locale]()).default);
  }
  i18n.global.locale.value = locale;
  document.documentElement.lang = locale;
  remember('locale', locale);
  await nextTick();
}

function isLocale(value: unknown): value is Locale {
  return locales.some((locale) => locale === value);
}
