import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { useNow } from '../shared/clock.ts';
import { dateLocale } from '../shared/dateLocale.ts';
import { shiftDay } from './days.ts';

/** Names of days such as "2026-11-28": "Heute, Samstag, 28. November". */
export function useDayName(timeZone: MaybeRefOrGetter<string | undefined>) {
  const { t, locale } = useI18n();
  const now = useNow();
  const today = computed(() => {
    const format = new Intl.DateTimeFormat('sv-SE', { timeZone: toValue(timeZone) ?? 'Europe/Berlin' });
    return format.format(now.value);
  });
  const format = (day: string) => {
    const year = day.slice(0, 4) === today.value.slice(0, 4) ? {} : ({ year: 'numeric' } as const);
    const options = { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC', ...year } as const;
    return new Intl.DateTimeFormat(dateLocale(locale.value), options).format(new Date(`${day}T00:00Z`));
  };
  return {
    /** Today in the time zone of the town. */
    today,
    nameOf: (day: string) => {
      if (day === today.value) return t('calendar.today', { day: format(day) });
      return day === shiftDay(today.value, 1) ? t('calendar.tomorrow', { day: format(day) }) : format(day);
    },
  };
}
