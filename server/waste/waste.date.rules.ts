import { Temporal } from 'temporal-polyfill';
import { fromWall, toWall } from '../kernel/localTime.ts';

const months = 'jan feb mär apr mai jun jul aug sep okt nov dez'.split(' ');
/** "04.01.2027", "4.1.27", "04/01/2027", "4. Januar 2027". */
const germanDate =
  /(\d{1,2})\s*[./]\s*(?:(\d{1,2})\s*[./]|(jan|feb|mär|mrz|apr|mai|jun|jul|aug|sep|okt|nov|dez)[a-zä.]*)\s*(\d{4}|\d{2})(?!\d)/i;
const isoDate = /(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)/;
/** Day of the week before a date: "Mo, ", "Di ", "Montag, den ". */
const weekday = /^(mo|di|mi|do|fr|sa|so)[a-z]*\.?,?\s*(den\s+)?/i;

/** Date as yyyy-mm-dd; undefined: the text is no date, or the day does not exist. */
export function readDate(text: string): string | undefined {
  const bare = text.slice(0, 100).trim().replace(weekday, '');
  const found = findDate(bare);
  return found !== undefined && bare.startsWith(found.text) && bare.length === found.text.length
    ? found.date
    : undefined;
}

/** Day from which a note says that a date was moved: "verschoben von Mo 29.03.2027 (Ostermontag)"; undefined: none. */
export function readMovedFrom(note: string): string | undefined {
  const [, rest] =
    /(?:verschoben|verlegt|vorgezogen|vorverlegt|nachgeholt|statt|ersatz)\b(.{0,80})/i.exec(note.slice(0, 300)) ?? [];
  return rest === undefined ? undefined : findDate(rest)?.date;
}

function findDate(text: string): { readonly text: string; readonly date: string | undefined } | undefined {
  const iso = isoDate.exec(text);
  if (iso !== null) return { text: iso[0], date: dateOf(iso[1], iso[2], iso[3]) };
  const german = germanDate.exec(text);
  if (german === null) return undefined;
  const [whole, day, number, name, year = ''] = german;
  const month = number ?? String(monthOf(name ?? ''));
  return { text: whole, date: dateOf(year.length === 2 ? `20${year}` : year, month, day) };
}

function monthOf(name: string): number {
  const short = name.toLowerCase().replace('mrz', 'mär');
  return months.findIndex((month) => short.startsWith(month)) + 1;
}

function dateOf(year = '', month = '', day = ''): string | undefined {
  const wanted = { year: Number(year), month: Number(month), day: Number(day) };
  const isPossible = wanted.year >= 2000 && wanted.year < 2100 && wanted.month > 0 && wanted.day > 0;
  if (!isPossible || wanted.month > 12 || wanted.day > 31) return undefined;
  const date = Temporal.PlainDate.from(wanted);
  return date.day === wanted.day ? date.toString() : undefined;
}

/** Local date of a moment. */
export function localDate(moment: Date, timeZone: string): string {
  return toWall(moment, timeZone).toPlainDate().toString();
}

/** Date that lies so many days after another one; negative: before. */
export function addDays(date: string, days: number): string {
  return Temporal.PlainDate.from(date).add({ days }).toString();
}

/** Number of days from one date to another. */
export function daysBetween(from: string, to: string): number {
  return Temporal.PlainDate.from(from).until(Temporal.PlainDate.from(to)).days;
}

/** Moment of a local time of day; times that daylight saving time skips are moved forward. */
export function momentAt(date: string, hour: number, timeZone: string): Date {
  return fromWall(Temporal.PlainDate.from(date).toPlainDateTime({ hour }), timeZone);
}

/** Date as the number yyyymmdd, as the version of a message. */
export function dateNumber(date: string): number {
  return Number(date.replaceAll('-', ''));
}

/** Date of the number yyyymmdd. */
export function dateOfNumber(number: number): string {
  const digits = String(number);
  return `${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}`;
}
