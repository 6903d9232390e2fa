import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { useFormat } from './format.ts';
import { i18n, setLocale, type Locale } from './i18n.ts';

const shares = [0, 0.02, 0.3, 0.48, 0.97, 1];
const Formatted = defineComponent({
  setup: () => ({ format: useFormat(), shares, at: '2026-11-26T16:49:00Z' }),
  template: `<ul><li v-for="share in shares">{{ format.share(share) }}</li></ul>
    <p>{{ format.short(at) }} | {{ format.moment(at) }}</p>`,
});

it.each<[Locale, string[]]>([
  ['de', ['0 %', '2 %', '30 %', '48 %', '97 %', '100 %']],
  ['en', ['0%', '2%', '30%', '48%', '97%', '100%']],
  [
    'de-x-leicht',
    ['0 von 10', 'weniger als 1 von 10', '3 von 10', 'ungefähr 5 von 10', 'ungefähr 10 von 10', '10 von 10'],
  ],
])('writes shares in %s', async (locale, expected) => {
  await setLocale(locale);
  const items = mount(Formatted, { global: { plugins: [i18n] } }).findAll('li');
  expect(items.map((item) => item.text().replace('\u00a0', ' '))).toEqual(expected);
});

it('writes English dates in the British way, with 24 hours', async () => {
  await setLocale('en');
  const dates = mount(Formatted, { global: { plugins: [i18n] } }).get('p');
  expect(dates.text()).toBe('Thu 26 Nov, 17:49 | Thursday 26 November at 17:49');
});
