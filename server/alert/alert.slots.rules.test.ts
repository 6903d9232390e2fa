import { expect, test } from 'vitest';
import type { StreetSpan } from './alert.entity.ts';
import { fillWithin, headlineRoom, streetsIn, timeIn } from './alert.slots.rules.ts';

const span = (given: Partial<StreetSpan> = {}): StreetSpan => ({
  streetId: 's',
  name: 'Vogtsgasse',
  from: null,
  to: null,
  side: 'ALL',
  ...given,
});

test.each<[Partial<StreetSpan>, string, string, string]>([
  [{}, 'Vogtsgasse', 'Vogtsgasse', 'Vogtsgasse'],
  [{ from: '3', to: '3' }, 'Vogtsgasse 3', 'Vogtsgasse 3', 'Vogtsgasse 3'],
  [{ from: '10', to: '14' }, 'Vogtsgasse 10–14', 'Vogtsgasse 10–14', 'Vogtsgasse 10–14'],
  [{ from: '10' }, 'Vogtsgasse ab 10', 'Vogtsgasse from 10', 'Vogtsgasse ab Nummer 10'],
  [{ to: '9' }, 'Vogtsgasse bis 9', 'Vogtsgasse up to 9', 'Vogtsgasse bis Nummer 9'],
  [{ side: 'EVEN' }, 'Vogtsgasse (gerade)', 'Vogtsgasse (even numbers)', 'Vogtsgasse (nur gerade Nummern)'],
])('houses %j are said in the language of each text', (given, german, english, plain) => {
  const spans = [span(given)];
  expect(['de', 'en', 'de-x-leicht'].map((locale) => streetsIn(spans, locale))).toEqual([german, english, plain]);
});

test('streets for which the slot has no room are counted', () => {
  const many = Array.from({ length: 30 }, (_, i) => span({ name: `Lange Straße am Rhein ${i}` }));
  const text = streetsIn(many, 'en');
  expect(text).toMatch(/ and \d+ more$/);
  expect(text.length).toBeLessThanOrEqual(headlineRoom);
});

test('the longest values are cut where a sentence has no room, and the sentence keeps its end', () => {
  const words = 'Entwarnung: Hochwasser in {PLACE} ab {TIME} ist vorbei';
  const fill = (place: string, most: number) => fillWithin(words, { PLACE: place, TIME: '18 Uhr' }, most);
  expect(fill('Unkel', 120)).toBe('Entwarnung: Hochwasser in Unkel ab 18 Uhr ist vorbei');
  const long = fill('Rheinpromenade, '.repeat(10), 80);
  expect(long).toMatch(/^Entwarnung: Hochwasser in Rheinpromenade, .*… ab 18 Uhr ist vorbei$/);
  expect(long.length).toBeLessThanOrEqual(80);
  expect(fillWithin('{PHONE}: $&', {}, 120)).toBe('{PHONE}: $&');
});

test('a time has its date unless it is today in the town', () => {
  const now = new Date('2026-11-29T21:00:00Z');
  const zone = 'Europe/Berlin';
  expect(timeIn(new Date('2026-11-29T22:30:00Z'), now, zone, 'de')).toBe('23:30');
  expect(timeIn(new Date('2026-11-29T23:30:00Z'), now, zone, 'de')).toBe('Mo., 30.11., 00:30');
  expect(timeIn(new Date('2026-11-29T23:30:00Z'), now, zone, 'en')).toMatch(/^Mon.*00:30$/);
});
