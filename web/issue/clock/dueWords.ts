import { useI18n } from 'vue-i18n';
import { dateLocale } from '../../shared/dateLocale.ts';

interface Parts {
  /** Day as 2026-12-01. */
  readonly day: string;
  readonly weekday: string;
  readonly date: string;
  readonly hour: string;
  readonly minute: string;
}
type Formats = Readonly<Record<'day' | 'weekday' | 'date' | 'clock', Intl.DateTimeFormat>>;
const known = new Map<string, Formats>();

/** Formats by language and time zone, because creating them costs more CPU than rendering a card. */
function formatsIn(locale: string, timeZone: string): Formats {
  const key = `${locale} ${timeZone}`;
  const format = (tag: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, { ...options, timeZone });
  const tag = dateLocale(locale);
  const formats = known.get(key) ?? {
    day: format('sv-SE', { dateStyle: 'short' }),
    weekday: format(tag, { weekday: 'short' }),
    date: format(tag, { day: 'numeric', month: locale === 'en' ? 'short' : 'numeric' }),
    clock: format('de-DE', { hour: 'numeric', minute: '2-digit', hourCycle: 'h23' }),
  };
  known.set(key, formats);
  return formats;
}

function partsOf(at: number, { day, weekday, date, clock }: Formats): Parts {
  const [hour = '', minute = ''] = clock.format(at).split(':');
  const name = weekday.format(at).replace(/\.$/, '');
  return { day: day.format(at), weekday: name, date: date.format(at), hour: String(Number(hour)), minute };
}

const oneDay = 86_400_000;

/**
 * A deadline as day and time: "heute, 17 Uhr", "morgen, 8:30 Uhr", "Di, 10 Uhr", and with the date if it is more than
 * five days away.
 */
export function useDueWords(timeZone: () => string | undefined) {
  const { t, locale } = useI18n();
  return (iso: string, now: number): string => {
    const formats = formatsIn(locale.value, timeZone() ?? 'Europe/Berlin');
    const at = Date.parse(iso);
    const { day, weekday, date, hour, minute } = partsOf(at, formats);
    const time = minute === '00' ? t('clock.time.hour', { hour }) : t('clock.time.minute', { hour, minute });
    if (day === formats.day.format(now)) return t('clock.day.today', { time });
    if (day === formats.day.format(now + oneDay)) return t('clock.day.tomorrow', { time });
    if (day === formats.day.format(now - oneDay)) return t('clock.day.yesterday', { time });
    const isNear = Math.abs(at - now) < 5 * oneDay;
    return isNear ? t('clock.day.near', { weekday, time }) : t('clock.day.far', { weekday, date, time });
  };
}
