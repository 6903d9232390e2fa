import { useI18n } from 'vue-i18n';
import { useTown } from '../municipality/useTown.ts';
import { useNow } from '../shared/clock.ts';
import { useFormat } from '../shared/format.ts';
import { daysUntil, localDay, noonOf } from './wasteDays.ts';

/** Days until a collection, and a short word for its day. */
export function useBinDay() {
  const { t } = useI18n();
  const { timeZone } = useTown();
  const { shortDay } = useFormat(timeZone);
  const now = useNow();
  const ahead = (date: string): number => daysUntil(date, localDay(now.value, timeZone.value ?? 'Europe/Berlin'));
  return {
    /** 0 is today, 1 tomorrow. */
    ahead,
    /** "heute", "morgen" or "Di., 1.12.". */
    short: (date: string): string => {
      const days = ahead(date);
      if (days === 0) return t('home.binsToday');
      return days === 1 ? t('home.binsTomorrow') : shortDay(noonOf(date));
    },
  };
}
