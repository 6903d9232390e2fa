import { expect, it } from 'vitest';
import { shortTimes } from './shortTimes.ts';

it.each([
  ['09:00–12:30 Uhr', '9–12:30 Uhr'],
  ['Fr., 4.12., 18:30–21:00 Uhr', 'Fr., 4.12., 18:30–21 Uhr'],
  ['Freitag, 4. Dezember um 08:05', 'Freitag, 4. Dezember um 8:05 Uhr'],
  ['Fr., 4.12., 00:00 – So., 6.12., 12:00', 'Fr., 4.12., 0 Uhr – So., 6.12., 12 Uhr'],
  ['Mo., 30.11.2026 – Sa., 27.02.2027', 'Mo., 30.11.2026 – Sa., 27.02.2027'],
])('writes the times of "%s" as a German town hall does', (text, expected) => {
  for (const locale of ['de', 'de-x-leicht']) expect(shortTimes(text, locale).replaceAll('\u00a0', ' ')).toBe(expected);
});

it('leaves the times of other languages', () => {
  expect(shortTimes('Fri 4 Dec, 08:00–13:30', 'en')).toBe('Fri 4 Dec, 08:00–13:30');
});
