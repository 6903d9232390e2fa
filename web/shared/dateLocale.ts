/** Locale for dates and times: English is British, with the day before the month and 24 hours. */
export function dateLocale(locale: string): string {
  return locale === 'en' ? 'en-GB' : locale;
}
