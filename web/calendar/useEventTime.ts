import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { dateLocale } from '../shared/dateLocale.ts';

/** Fields of a date from which its time is written. */
export interface TimedDate {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly event: { readonly isAllDay: boolean };
}

const long = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const clock = { hour: '2-digit', minute: '2-digit' } as const;

/** Writes the time of dates in the visitor's language and the time zone of the town. */
export function useEventTime(timeZone: MaybeRefOrGetter<string | undefined>) {
  const { t, locale } = useI18n();
  const formats = computed(() => {
    const zone = toValue(timeZone) ?? 'Europe/Berlin';
    const inZone = (options: Intl.DateTimeFormatOptions) =>
      new Intl.DateTimeFormat(dateLocale(locale.value), { ...options, timeZone: zone });
    const short = { weekday: 'short', day: 'numeric', month: locale.value === 'en' ? 'short' : 'numeric' } as const;
    return {
      key: new Intl.DateTimeFormat('sv-SE', { timeZone: zone }),
      day: inZone(long),
      moment: inZone({ ...long, ...clock }),
      short: inZone({ ...short, ...clock }),
      shortDay: inZone(short),
      clock: inZone(clock),
      dayMonth: inZone({ day: 'numeric', month: 'numeric' }),
    };
  });
  const start = ({ startsAt }: TimedDate) => new Date(startsAt);
  /** The stored end is exclusive: an event of one whole day ends at the next midnight. */
  const end = ({ startsAt, endsAt, event }: TimedDate) =>
    event.isAllDay ? new Date(Math.max(Date.parse(endsAt) - 1, Date.parse(startsAt))) : new Date(endsAt);
  const dayKey = (moment: Date | string) => formats.value.key.format(new Date(moment));
  const isOneDay = (date: TimedDate) => dayKey(start(date)) === dayKey(end(date));

  return {
    /** Day in the time zone of the town: "2026-11-28". */
    dayKey,
    /** First and last day of a date, the same for most dates. */
    daysOf: (date: TimedDate) => ({ first: dayKey(start(date)), last: dayKey(end(date)) }),
    /** Day and times in full: "Samstag, 28. November, 14:00–20:00 Uhr". */
    inFull: (date: TimedDate) =>
      (date.event.isAllDay ? formats.value.day : formats.value.moment).formatRange(start(date), end(date)),
    /** Day and times in few words: "Sa., 28.11., 14:00–20:00 Uhr". */
    inShort: (date: TimedDate) =>
      (date.event.isAllDay ? formats.value.shortDay : formats.value.short).formatRange(start(date), end(date)),
    /** Times of a date of today, or its last day: "bis 27.2.". */
    untilShort: (date: TimedDate) => {
      if (!isOneDay(date)) return t('home.event.until', { day: formats.value.dayMonth.format(end(date)) });
      return date.event.isAllDay ? t('home.event.allDay') : formats.value.clock.formatRange(start(date), end(date));
    },
    /** Times below the heading of a day: "14:00–20:00 Uhr", "ganztägig", or days and times of a longer date. */
    times: (date: TimedDate) => {
      if (date.event.isAllDay && isOneDay(date)) return t('home.event.allDay');
      if (date.event.isAllDay) return formats.value.shortDay.formatRange(start(date), end(date));
      return (isOneDay(date) ? formats.value.clock : formats.value.short).formatRange(start(date), end(date));
    },
  };
}
