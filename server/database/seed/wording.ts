/** Values for the placeholders in texts of the story. */
export interface Wording {
  readonly ags: string;
  readonly now: Date;
  /** Default: German. */
  readonly locale?: string;
}

const weekdays = ['So', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa'];
const zone = { timeZone: 'Europe/Berlin' };
/** Date as year, month, day. */
const civil = new Intl.DateTimeFormat('sv-SE', zone);
const weekday = new Intl.DateTimeFormat('de-DE', { ...zone, weekday: 'short' });

/**
 * Fills the placeholders of a text. `{Do 3}` is the first Thursday that is at least three days ahead, so that the story
 * fits every day of seeding.
 */
export function fillBody({ ags, now, locale }: Wording, lines: readonly string[]): string {
  const { format } = datesIn(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  return fillDates(now, lines.join('\n'), format).replaceAll('{ags}', ags);
}

/** Fills the placeholders of a headline with dates, such as "Dienstag, 8. Dezember". */
export function fillTitle({ now, locale }: Wording, title: string): string {
  const { format } = datesIn(locale, { weekday: 'long', day: 'numeric', month: 'long' });
  return fillDates(now, title, format);
}

function datesIn(locale = 'de-DE', form: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale === 'en' ? 'en-GB' : locale, { ...zone, ...form });
}

function fillDates(now: Date, text: string, format: (date: Date) => string): string {
  return text.replace(/\{(So|Mo|Di|Mi|Do|Fr|Sa) (-?\d+)\}/g, (_, day: string, atLeast: string) =>
    format(firstOn(now, day, Number(atLeast))),
  );
}

function firstOn(now: Date, day: string, atLeast: number): Date {
  const earliest = daysFrom(now, atLeast);
  const today = weekdays.indexOf(weekday.format(earliest));
  return daysFrom(earliest, (weekdays.indexOf(day) - today + 7) % 7);
}

/** Noon in the town's time zone, so that daylight saving time does not change the day. */
function daysFrom(moment: Date, days: number): Date {
  const [year = 0, month = 1, day = 1] = civil.format(moment).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days, 11));
}
