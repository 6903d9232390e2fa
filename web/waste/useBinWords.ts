import { useI18n } from 'vue-i18n';
import { useFormat } from '../shared/format.ts';
import { useBinDay } from './useBinDay.ts';
import { noonOf } from './wasteDays.ts';

/** Words for the days of collections on the page of the bins. */
export function useBinWords() {
  const { t } = useI18n();
  const { day } = useFormat();
  const { ahead } = useBinDay();
  const usual = (date: string): string => day(noonOf(date));
  return {
    ahead,
    /** "Morgen, Dienstag, 1. Dezember". */
    long: (date: string): string => {
      const days = ahead(date);
      if (days === 0) return t('waste.todayIs', { day: usual(date) });
      return days === 1 ? t('waste.tomorrowIs', { day: usual(date) }) : usual(date);
    },
    /** "Dienstag, 1. Dezember". */
    usual,
  };
}
