import { computed } from 'vue';
import { useI18n } from 'vue-i18n';
import type { RecurrenceInput, Weekday } from '../../gql/graphql.ts';
import { dateLocale } from '../../shared/dateLocale.ts';

/** Weekdays in the order of the week. */
export const weekdays: readonly Weekday[] = [
  'MONDAY',
  'TUESDAY',
  'WEDNESDAY',
  'THURSDAY',
  'FRIDAY',
  'SATURDAY',
  'SUNDAY',
];

/** Writes the rule of a series as a sentence: "Jede Woche am Dienstag und Donnerstag, bis 30. Juni 2027". */
export function useRuleSentence() {
  const { t, locale } = useI18n();
  const intl = computed(() => dateLocale(locale.value));
  const inUtc = (options: Intl.DateTimeFormatOptions, day: string) =>
    new Intl.DateTimeFormat(intl.value, { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00Z`));
  /** The first of June 2026 is a Monday. */
  const named = (weekday: Weekday, width: 'long' | 'short') =>
    inUtc({ weekday: width }, `2026-06-0${weekdays.indexOf(weekday) + 1}`);
  const list = (names: string[]) => new Intl.ListFormat(intl.value, { type: 'conjunction' }).format(names);

  const dayIn = ({ dayOfMonth, nthWeekday }: RecurrenceInput) => {
    if (nthWeekday) {
      const day = named(nthWeekday.weekday, 'long');
      return t(`calendar.rule.nth.${nthWeekday.nth < 0 ? 'last' : nthWeekday.nth}`, { day });
    }
    return dayOfMonth === -1 ? t('calendar.rule.lastDay') : t('calendar.rule.dayOfMonth', { n: dayOfMonth ?? 1 });
  };
  const onOf = (rule: RecurrenceInput, firstDay: string): string => {
    if (rule.frequency === 'DAILY') return '';
    if (rule.frequency === 'MONTHLY') return dayIn(rule);
    if (rule.frequency === 'YEARLY') {
      return t('calendar.rule.inMonth', { day: dayIn(rule), month: inUtc({ month: 'long' }, firstDay) });
    }
    return t('calendar.rule.onDays', { days: list((rule.weekdays ?? []).map((day) => named(day, 'long'))) });
  };
  const endOf = ({ until, count }: RecurrenceInput): string => {
    if (count != null) return t('calendar.rule.times', { n: count }, count);
    if (until == null) return '';
    return t('calendar.rule.until', { day: inUtc({ day: 'numeric', month: 'long', year: 'numeric' }, until) });
  };
  return {
    /** Sentence for a rule. `firstDay`: first day of the series, "2026-11-28". */
    sentenceOf: (rule: RecurrenceInput, firstDay: string): string => {
      const interval = rule.interval ?? 1;
      const every = t(`calendar.rule.every.${rule.frequency}`, { n: interval }, interval);
      return [[every, onOf(rule, firstDay)].filter(Boolean).join(' '), endOf(rule)].filter(Boolean).join(', ');
    },
    /** "am ersten Donnerstag", "am 3." */
    dayIn,
    named,
  };
}
