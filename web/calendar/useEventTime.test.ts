import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { i18n, setLocale, type Locale } from '../shared/i18n.ts';
import plain from './locales/de-x-leicht.json';
import de from './locales/de.json';
import en from './locales/en.json';
import { useEventTime } from './useEventTime.ts';

const ownTexts: Record<Locale, object> = { de, en, 'de-x-leicht': plain };
const market = { startsAt: '2026-12-04T07:00:00Z', endsAt: '2026-12-04T11:30:00Z', event: { isAllDay: false } };
const exhibition = { startsAt: '2026-11-29T23:00:00Z', endsAt: '2027-02-27T23:00:00Z', event: { isAllDay: true } };
const loan = { startsAt: '2026-11-29T23:00:00Z', endsAt: '2027-11-01T23:00:00Z', event: { isAllDay: true } };
const camp = { startsAt: '2026-12-04T17:00:00Z', endsAt: '2026-12-06T11:00:00Z', event: { isAllDay: false } };

it.each<[Locale, string[]]>([
  [
    'de',
    [
      'Freitag, 4. Dezember, 8–12:30 Uhr',
      'Fr., 4.12., 8–12:30 Uhr',
      '8–12:30 Uhr',
      'Fr 4.12.',
      'Fr., 4.12., 18 Uhr – So., 6.12., 12 Uhr',
    ],
  ],
  [
    'de-x-leicht',
    [
      'Freitag, 4. Dezember, 8–12:30 Uhr',
      'Fr., 4.12., 8–12:30 Uhr',
      '8–12:30 Uhr',
      'Fr 4.12.',
      'Fr., 4.12., 18 Uhr – So., 6.12., 12 Uhr',
    ],
  ],
  [
    'en',
    [
      'Friday 4 December, 08:00–12:30',
      'Fri 4 Dec, 08:00–12:30',
      '08:00–12:30',
      'Fri 4 Dec',
      'Fri 4 Dec, 18:00 – Sun 6 Dec, 12:00',
    ],
  ],
])('writes dates in %s', async (locale, expected) => {
  const written = await write(locale, ({ inFull, inShort, times, shortDayOf }) => [
    inFull(market),
    inShort(market),
    times(market),
    shortDayOf(market).join(' '),
    inShort(camp),
  ]);
  expect(written).toEqual(expected);
});

it.each<[Locale, string[]]>([
  ['de', ['bis So., 6.12., 12 Uhr', 'bis Sa., 27.2.', 'bis Mo., 1.11.2027']],
  ['de-x-leicht', ['bis So., 6.12., 12 Uhr', 'bis Sa., 27.2.', 'bis Mo., 1.11.2027']],
  ['en', ['until Sun 6 Dec, 12:00', 'until Sat 27 Feb', 'until Mon, 1 Nov 2027']],
])('writes the end of dates that are under way in %s', async (locale, expected) => {
  const now = Date.parse('2026-12-05T09:00Z');
  const written = await write(locale, ({ untilDay }) => [camp, exhibition, loan].map((date) => untilDay(date, now)));
  expect(written).toEqual(expected);
});

it('a date is under way if it lasts for days, has begun and is not over', async () => {
  const written = await write('de', ({ isUnderWay }) =>
    [
      isUnderWay(market, Date.parse('2026-12-04T08:00Z')),
      isUnderWay(camp, Date.parse('2026-12-04T16:00Z')),
      isUnderWay(camp, Date.parse('2026-12-05T09:00Z')),
      isUnderWay(camp, Date.parse('2026-12-06T11:00Z')),
      isUnderWay(exhibition, Date.parse('2026-11-29T23:00Z')),
    ].map(String),
  );
  expect(written).toEqual(['false', 'false', 'true', 'false', 'true']);
});

/** Writes texts in a language; spaces of all kinds become ordinary ones. */
async function write(locale: Locale, textsOf: (time: ReturnType<typeof useEventTime>) => string[]): Promise<string[]> {
  await setLocale(locale);
  i18n.global.mergeLocaleMessage(locale, ownTexts[locale]);
  const Written = defineComponent(() => {
    const texts = textsOf(useEventTime('Europe/Berlin'));
    return () => texts.map((text) => h('p', text));
  });
  const written = mount(Written, { global: { plugins: [i18n] } }).findAll('p');
  return written.map((text) => text.text().replaceAll(/\s/g, ' '));
}
