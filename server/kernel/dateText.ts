import { dateLocale, readLocale } from './locale.ts';

/** Time zone of a date, and whether it has whole days. */
interface Zoned {
  readonly timeZone: string;
  readonly isAllDay: boolean;
}

/** Day and time of a date in its zone, such as "Donnerstag, 3. Dezember 2026, 19:30–21 Uhr"; the end is exclusive. */
export function dateText(
  { timeZone, isAllDay }: Zoned,
  { startsAt, endsAt }: { readonly startsAt: Date; readonly endsAt: Date },
  locale: string,
): string {
  const language = readLocale(locale);
  const last = isAllDay ? new Date(endsAt.getTime() - 1) : endsAt;
  const time = isAllDay ? {} : ({ timeStyle: 'short' } as const);
  const format = new Intl.DateTimeFormat(dateLocale(language), { timeZone, dateStyle: 'full', ...time });
  return shortTimes(format.formatRange(startsAt, last), language);
}

/**
 * Text of `Intl` with its times as German town halls write them: "09:00–12:30 Uhr" becomes "9–12:30 Uhr", "um 18:00" becomes
 * "um 18 Uhr". Other languages keep theirs. web/shared/shortTimes.ts does the same.
 */
export function shortTimes(text: string, locale: string): string {
  if (!locale.startsWith('de')) return text;
  return text.replace(
    /\b0?(\d{1,2}):(\d\d)(–(?=\d)|\sUhr)?/g,
    (_, hour: string, minute: string, after = '\u00a0Uhr') => `${hour}${minute === '00' ? '' : `:${minute}`}${after}`,
  );
}
