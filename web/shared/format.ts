import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { dateLocale } from './dateLocale.ts';
import { isPlain } from './i18n.ts';

/** Formats dates, numbers and shares in the visitor's language and the municipality's time zone. */
export function useFormat(timeZone?: MaybeRefOrGetter<string | undefined>) {
  const { locale, t } = useI18n();
  /** A share without a percent sign for Leichte Sprache: "ungefähr 5 von 10". */
  const tenths = (value: number) => {
    const n = Math.round(value * 10);
    if (n === 0 && value > 0) return t('share.few');
    return t(n / 10 === value ? 'share.exact' : 'share.about', { n });
  };
  const formats = computed(() => formatsIn(locale.value, toValue(timeZone) ?? 'Europe/Berlin'));
  return {
    /** Formats a day: "Donnerstag, 26. November". */
    day: (iso: string) => formats.value.day().format(new Date(iso)),
    /** Formats a date: "26. November 2026". */
    date: (iso: string) => formats.value.date().format(new Date(iso)),
    /** Formats a day and time: "Donnerstag, 26. November um 18:00". */
    moment: (iso: string) => formats.value.moment().format(new Date(iso)),
    /** Formats a time: "18:00". */
    clock: (iso: string) => formats.value.clock().format(new Date(iso)),
    /** Formats a short day and time: "Do., 26.11., 18:00". */
    short: (iso: string) => formats.value.short().format(new Date(iso)),
    /** Formats a short day: "Do., 26.11.". */
    shortDay: (iso: string) => formats.value.shortDay().format(new Date(iso)),
    /** Formats a number: "3.912". */
    number: (value: number) => formats.value.number().format(value),
    /** Formats a share from 0 to 1: "48 %"; in Leichte Sprache "ungefähr 5 von 10". */
    share: (value: number) => (isPlain(locale.value) ? tenths(value) : formats.value.share().format(value)),
  };
}

type Formats = ReturnType<typeof createFormats>;
/** Formats by language and time zone, of which there are few. */
const known = new Map<string, Formats>();

function formatsIn(locale: string, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`;
  const formats = known.get(key) ?? createFormats(locale, timeZone);
  known.set(key, formats);
  return formats;
}

function createFormats(locale: string, timeZone: string) {
  const date = (options: Intl.DateTimeFormatOptions) =>
    once(() => new Intl.DateTimeFormat(dateLocale(locale), { ...options, timeZone }));
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
    number: once(() => new Intl.NumberFormat(locale)),
    share: once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 })),
  };
}

/** A format is created when it is first used: each costs a slow phone about ten milliseconds. */
function once<Format>(create: () => Format): () => Format {
  let created: Format | undefined;
  return () => (created ??= create());
}
