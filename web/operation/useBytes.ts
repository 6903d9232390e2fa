import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import { dateLocale } from '../shared/dateLocale.ts';

/** Formats megabytes: "850 MB", "12,4 GB". */
export function useBytes() {
  const { locale } = useI18n();
  const formats = computed(() => {
    const options = { style: 'unit', unitDisplay: 'short', maximumFractionDigits: 1 } as const;
    return {
      small: new Intl.NumberFormat(dateLocale(locale.value), { ...options, unit: 'megabyte' }),
      large: new Intl.NumberFormat(dateLocale(locale.value), { ...options, unit: 'gigabyte' }),
    };
  });
  return (mb: number): string => (mb < 1024 ? formats.value.small.format(mb) : formats.value.large.format(mb / 1024));
}
