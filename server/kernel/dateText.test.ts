import { expect, test } from 'vitest';
import { dateText } from './dateText.ts';

const berlin = { timeZone: 'Europe/Berlin', isAllDay: false };
const written = (startsAt: string, endsAt: string, locale: string, zoned = berlin): string =>
  dateText(zoned, { startsAt: new Date(startsAt), endsAt: new Date(endsAt) }, locale).replaceAll(/\s/g, ' ');

test.each([
  ['2026-12-03T08:00Z', '2026-12-03T11:30Z', 'Donnerstag, 3. Dezember 2026, 9–12:30 Uhr'],
  [
    '2026-12-31T17:00Z',
    '2027-01-01T02:05Z',
    'Donnerstag, 31. Dezember 2026 um 18 Uhr – Freitag, 1. Januar 2027 um 3:05 Uhr',
  ],
  ['2026-12-03T18:30Z', '2026-12-03T18:30Z', 'Donnerstag, 3. Dezember 2026 um 19:30 Uhr'],
  ['2026-03-29T00:30Z', '2026-03-29T01:30Z', 'Sonntag, 29. März 2026, 1:30–3:30 Uhr'],
])('writes a date from %s to %s in German, also for languages without mails', (startsAt, endsAt, text) => {
  for (const locale of ['de', 'de-x-leicht', 'DE', 'uk']) expect(written(startsAt, endsAt, locale)).toBe(text);
});

test('writes whole days without times, and English as it is', () => {
  const days = { ...berlin, isAllDay: true };
  const of = (locale: string) => written('2026-12-30T23:00Z', '2027-01-02T23:00Z', locale, days);
  expect(of('de')).toBe('Donnerstag, 31. Dezember 2026 – Samstag, 2. Januar 2027');
  expect(written('2026-12-03T08:00Z', '2026-12-03T11:30Z', 'en')).toBe('Thursday, 3 December 2026, 09:00–12:30');
});
