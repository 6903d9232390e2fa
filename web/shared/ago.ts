import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { useNow } from './clock.ts';
import { dateLocale } from './dateLocale.ts';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/**
 * Time since a moment in words: "vor 40 Minuten", "heute, 11:20", "gestern, 18:00", "Di 24. November"; if `isShort`,
 * "40 Min." and "Di 24. Nov.".
 */
export function useAgo(timeZone: MaybeRefOrGetter<string | undefined>, { isShort = false } = {}) {
  const { locale } = useI18n();
  const now = useNow();
  const formats = computed(() => {
    const zone = { timeZone: toValue(timeZone) ?? 'Europe/Berlin' };
    return {
      relative: new Intl.RelativeTimeFormat(locale.value, { numeric: 'auto' }),
      minutes: new Intl.NumberFormat(dateLocale(locale.value), { style: 'unit', unit: 'minute', unitDisplay: 'short' }),
      time: new Intl.DateTimeFormat(dateLocale(locale.value), { hour: '2-digit', minute: '2-digit', ...zone }),
      date: new Intl.DateTimeFormat(dateLocale(locale.value), {
        weekday: 'short',
        day: 'numeric',
        month: isShort ? 'short' : 'long',
        ...zone,
      }),
      dateWithYear: new Intl.DateTimeFormat(dateLocale(locale.value), {
        day: 'numeric',
        month: 'long',
        year: 'numeric',
        ...zone,
      }),
      dayKey: new Intl.DateTimeFormat('en-CA', { dateStyle: 'short', ...zone }),
    };
  });
  return (iso: string): string => {
    const { relative, minutes, time, date, dateWithYear, dayKey } = formats.value;
    const then = Date.parse(iso);
    const passed = now.value - then;
    if (passed < minute) return relative.format(0, 'second');
    const passedMinutes = Math.floor(passed / minute);
    if (passed < hour) return isShort ? minutes.format(passedMinutes) : relative.format(-passedMinutes, 'minute');
    const keyOf = (moment: number) => dayKey.format(moment);
    if (keyOf(then) === keyOf(now.value)) return `${relative.format(0, 'day')}, ${time.format(then)}`;
    if (keyOf(then) === keyOf(now.value - day)) return `${relative.format(-1, 'day')}, ${time.format(then)}`;
    return (passed < 300 * day ? date : dateWithYear).format(then);
  };
}
