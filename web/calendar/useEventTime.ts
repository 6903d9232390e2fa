import { computed, toValue, type MaybeRefOrGetter } from 'vue';
import { useI18n } from 'vue-i18n';
import { dateLocale } from '../shared/dateLocale.ts';
import { shortTimes } from '../shared/shortTimes.ts';

/** Fields of a date from which its time is written. */
export interface TimedDate {
  readonly startsAt: string;
  readonly endsAt: string;
  readonly event: { readonly isAllDay: boolean };
}

const long = { weekday: 'long', day: 'numeric', month: 'long' } as const;
const clock = { hour: '2-digit', minute: '2-digit' } as const;
/** A day that is further away is written with its year. */
const yearlessMs = 300 * 86_400_000;

/** Writes the time of dates in the visitor's language and the time zone of the town. */
export function useEventTime(timeZone: MaybeRefOrGetter<string | undefined>) {
  const { t, locale } = useI18n();
  const formats = computed(() => formatsOf(locale.value, toValue(timeZone) ?? 'Europe/Berlin'));
  const start = ({ startsAt }: TimedDate) => new Date(startsAt);
  /** The stored end is exclusive: an event of one whole day ends at the next midnight. */
  const end = ({ startsAt, endsAt, event }: TimedDate) =>
    event.isAllDay ? new Date(Math.max(Date.parse(endsAt) - 1, Date.parse(startsAt))) : new Date(endsAt);
  const spanOf = (date: TimedDate, format: Intl.DateTimeFormat) =>
    shortTimes(format.formatRange(start(date), end(date)), locale.value);
  const dayKey = (moment: Date | string) => formats.value.key.format(new Date(moment));
  const isOneDay = (date: TimedDate) => dayKey(start(date)) === dayKey(end(date));
  /** Whether a date of several days has begun and is not over: readers need its end only. */
  const isUnderWay = (date: TimedDate, now: number) =>
    !isOneDay(date) && Date.parse(date.startsAt) <= now && now < Date.parse(date.endsAt);
  const lastMoment = (date: TimedDate, now: number) => {
    if (end(date).getTime() - now > yearlessMs) return formats.value.shortDayAndYear.format(end(date));
    const format = date.event.isAllDay ? formats.value.shortDay : formats.value.short;
    return shortTimes(format.format(end(date)), locale.value);
  };

  return {
    /** Day in the time zone of the town: "2026-11-28". */
    dayKey,
    /** First and last day of a date, the same for most dates. */
    daysOf: (date: TimedDate) => ({ first: dayKey(start(date)), last: dayKey(end(date)) }),
    /** Day and times in full: "Samstag, 28. November, 14–20 Uhr". */
    inFull: (date: TimedDate) => spanOf(date, date.event.isAllDay ? formats.value.day : formats.value.moment),
    /** Day and times in few words: "Sa., 28.11., 14–20 Uhr". */
    inShort: (date: TimedDate) => spanOf(date, date.event.isAllDay ? formats.value.shortDay : formats.value.short),
    /** Day and time of a moment: "Samstag, 28. November um 14 Uhr". */
    momentOf: (iso: string) => shortTimes(formats.value.moment.format(new Date(iso)), locale.value),
    /** Weekday and day of the start, such as "Mi" and "2.12.". */
    shortDayOf: ({ startsAt }: Pick<TimedDate, 'startsAt'>): readonly string[] => [
      formats.value.weekday.format(new Date(startsAt)),
      formats.value.dayMonth.format(new Date(startsAt)),
    ],
    isUnderWay,
    /** End of a date that is under way: "bis Sa., 27.2.", "bis So., 6.12., 12 Uhr", or, if far away, "bis Mo., 1.11.2027". */
    untilDay: (date: TimedDate, now: number) => t('home.event.until', { day: lastMoment(date, now) }),
    /** Times of a date of today, or its last day: "bis 27.2.". */
    untilShort: (date: TimedDate) => {
      if (!isOneDay(date)) return t('home.event.until', { day: formats.value.dayMonth.format(end(date)) });
      return date.event.isAllDay ? t('home.event.allDay') : spanOf(date, formats.value.clock);
    },
    /** Times below the heading of a day: "14–20 Uhr", "ganztägig", or days and times of a longer date. */
    times: (date: TimedDate) => {
      if (date.event.isAllDay && isOneDay(date)) return t('home.event.allDay');
      if (date.event.isAllDay) return spanOf(date, formats.value.shortDay);
      return spanOf(date, isOneDay(date) ? formats.value.clock : formats.value.short);
    },
  };
}

function formatsOf(locale: string, timeZone: string) {
  const inZone = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(dateLocale(locale), { ...options, timeZone });
  const short = { weekday: 'short', day: 'numeric', month: locale === 'en' ? 'short' : 'numeric' } as const;
  return {
    key: new Intl.DateTimeFormat('sv-SE', { timeZone }),
    day: inZone(long),
    moment: inZone({ ...long, ...clock }),
    short: inZone({ ...short, ...clock }),
    shortDay: inZone(short),
    shortDayAndYear: inZone({ ...short, year: 'numeric' }),
    clock: inZone(clock),
    weekday: inZone({ weekday: 'short' }),
    dayMonth: inZone({ day: 'numeric', month: short.month }),
  };
}
