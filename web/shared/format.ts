import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { dateLocale } from './dateLocale.ts';
import { isPlain } from './i18n.ts';

/** Dates, numbers and shares in the visitor's language and the town's time zone. */
export function useFormat(timeZone?: MaybeRefOrGetter<string | undefined>) {
  const { locale, t } = useI18n();
  /** Plain language knows no percent: "ungefähr 5 von 10". */
  const tenths = (value: number) => {
    const n = Math.round(value * 10);
    if (n === 0 && value > 0) return t('share.few');
    return t(n / 10 === value ? 'share.exact' : 'share.about', { n });
  };
  const formats = computed(() => formatsIn(locale.value, toValue(timeZone) ?? 'Europe/Berlin'));
  return {
    /** "Donnerstag, 26. November" */
    day: (iso: string) => formats.value.day.format(new Date(iso)),
    /** "26. November 2026" */
    date: (iso: string) => formats.value.date.format(new Date(iso)),
    /** "Donnerstag, 26. November um 18:00" */
    moment: (iso: string) => formats.value.moment.format(new Date(iso)),
    /** "18:00" */
    clock: (iso: string) => formats.value.clock.format(new Date(iso)),
    /** "Do., 26.11., 18:00" */
    short: (iso: string) => formats.value.short.format(new Date(iso)),
    /** "Do., 26.11." */
    shortDay: (iso: string) => formats.value.shortDay.format(new Date(iso)),
    /** "3.912" */
    number: (value: number) => formats.value.number.format(value),
    /** 0…1 as "48 %"; in plain language as "ungefähr 5 von 10" */
    share: (value: number) => (isPlain(locale.value) ? tenths(value) : formats.value.share.format(value)),
  };
}

type Formats = ReturnType<typeof createFormats>;
/** Making them costs more than a card of the board; there are few languages and zones. */
const known = new Map<string, Formats>();

function formatsIn(locale: string, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`;
  const formats = known.get(key) ?? createFormats(locale, timeZone);
  known.set(key, formats);
  return formats;
}

function createFormats(locale: string, timeZone: string) {
  const date = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dateLocale(locale), { ...options, timeZone });
  const day = { weekday: 'long', day: 'numeric', month: 'long' } as const;
  /** "26.11." in German, "26 Nov" in English, where numbers alone are read in two ways. */
  const shortMonth = locale === 'en' ? 'short' : 'numeric';
  return {
    day: date(day),
    date: date({ day: 'numeric', month: 'long', year: 'numeric' }),
    moment: date({ ...day, hour: '2-digit', minute: '2-digit' }),
    clock: date({ hour: '2-digit', minute: '2-digit' }),
    short: date({ weekday: 'short', day: 'numeric', month: shortMonth, hour: '2-digit', minute: '2-digit' }),
    shortDay: date({ weekday: 'short', day: 'numeric', month: shortMonth }),
    number: new Intl.NumberFormat(locale),
    share: new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }),
  };
}
