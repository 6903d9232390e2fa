import type { StreetSpan } from './alert.entity.ts';
import de from './locales/slots/de.json' with { type: 'json' };
import plain from './locales/slots/de-x-leicht.json' with { type: 'json' };
import en from './locales/slots/en.json' with { type: 'json' };

type Words = typeof de;
const words: Readonly<Record<string, Words>> = { de, 'de-x-leicht': plain, en };

/** Most characters of the value of a slot. */
export const longestSlot = 120;
/** Most characters of a value for which the headline of every template has room. */
export const headlineRoom = 78;

/**
 * Words with their slots filled, at most `most` characters long: the longest values are cut, so that the sentence keeps its end.
 * Slots without a value stay.
 */
export function fillWithin(words: string, values: Readonly<Record<string, string>>, most: number): string {
  const named = Object.entries(values).filter(([name]) => words.includes(`{${name}}`));
  const fill = (given: readonly (readonly [string, string])[]): string =>
    given.reduce((all, [name, value]) => all.replaceAll(`{${name}}`, () => value), words);
  let longest = Math.max(0, ...named.map(([, value]) => value.length));
  let filled = fill(named);
  while (filled.length > most && longest > 1) {
    longest -= 1;
    filled = fill(named.map(([name, value]) => [name, cut(value, longest)]));
  }
  return filled;
}

function cut(text: string, most: number): string {
  return text.length <= most ? text : `${text.slice(0, most - 1).trimEnd()}…`;
}

/** "Vogtsgasse 10–14, Rheinweg" in the language of a text; streets without room are counted at the end. */
export function streetsIn(spans: readonly StreetSpan[], locale: string): string {
  const own = words[locale] ?? de;
  const names = spans.map((span) => streetIn(span, own));
  for (let count = names.length; count > 0; count -= 1) {
    const left = names.length - count;
    const text = [names.slice(0, count).join(', '), left > 0 ? countIn(left, own) : ''].filter(Boolean).join(' ');
    if (text.length <= headlineRoom) return text;
  }
  return cut(names[0] ?? '', headlineRoom);
}

function countIn(left: number, own: Words): string {
  return left === 1 ? own.one : own.more.replace('{n}', String(left));
}

function streetIn({ name, from, to, side }: StreetSpan, own: Words): string {
  const sides = { ALL: '', ODD: `(${own.odd})`, EVEN: `(${own.even})` };
  return [name, housesIn(from, to, own), sides[side]].filter(Boolean).join(' ');
}

function housesIn(from: string | null, to: string | null, own: Words): string {
  if (from === null) return to === null ? '' : own.to.replace('{house}', to);
  if (to === null) return own.from.replace('{house}', from);
  return from === to ? from : `${from}–${to}`;
}

/** Time of day in the language of a text, with the date unless it is today in the time zone of the town. */
export function timeIn(at: Date, now: Date, timeZone: string, locale: string): string {
  const language = locale.startsWith('en') ? 'en-GB' : 'de-DE';
  const dayOf = (moment: Date): string => new Intl.DateTimeFormat('sv-SE', { timeZone }).format(moment);
  const time = { hour: '2-digit', minute: '2-digit' } as const;
  const isToday = dayOf(at) === dayOf(now);
  const date = isToday ? {} : ({ weekday: 'short', day: 'numeric', month: 'numeric' } as const);
  return new Intl.DateTimeFormat(language, { timeZone, ...date, ...time }).format(at);
}
