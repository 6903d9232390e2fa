/** What a text of the story is told with. */
export interface Wording {
  readonly ags: string;
  readonly now: Date;
}

const weekdays = ['So', 'Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa'];
const zone = { timeZone: 'Europe/Berlin' };
const long = new Intl.DateTimeFormat('de-DE', { ...zone, weekday: 'long', day: 'numeric', month: 'long' });
const short = new Intl.DateTimeFormat('de-DE', { ...zone, day: 'numeric', month: 'long' });
/** Year, month, day. */
const civil = new Intl.DateTimeFormat('sv-SE', zone);
const weekday = new Intl.DateTimeFormat('de-DE', { ...zone, weekday: 'short' });

/** `{Do 3}` is the first Thursday that is at least three days ahead, so that the story fits any day it is told on. */
export function tellBody({ ags, now }: Wording, lines: readonly string[]): string {
  return fillDates(now, lines.join('\n'), (date) => long.format(date)).replaceAll('{ags}', ags);
}

/** A headline has room for "Do 3. Dezember" only. */
export function tellTitle({ now }: Wording, title: string): string {
  return fillDates(now, title, (date) => `${weekday.format(date)} ${short.format(date)}`);
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

/** The middle of the town's day: no change of summer time moves it to another day. */
function daysFrom(moment: Date, days: number): Date {
  const [year = 0, month = 1, day = 1] = civil.format(moment).split('-').map(Number);
  return new Date(Date.UTC(year, month - 1, day + days, 11));
}
