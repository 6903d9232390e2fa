import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { useFormat } from './format.ts';
import { i18n, setLocale, type Locale } from './i18n.ts';

const shares = [0, 0.02, 0.3, 0.48, 0.97, 1];
const Shares = defineComponent({
  setup: () => ({ format: useFormat(), shares }),
  template: '<ul><li v-for="share in shares">{{ format.share(share) }}</li></ul>',
});

it.each<[Locale, string[]]>([
  ['de', ['0 %', '2 %', '30 %', '48 %', '97 %', '100 %']],
  ['en', ['0%', '2%', '30%', '48%', '97%', '100%']],
  [
    'de-x-leicht',
    ['0 von 10', 'weniger als 1 von 10', '3 von 10', 'ungefähr 5 von 10', 'ungefähr 10 von 10', '10 von 10'],
  ],
])('tells shares in %s', async (locale, told) => {
  await setLocale(locale);
  const items = mount(Shares, { global: { plugins: [i18n] } }).findAll('li');
  expect(items.map((item) => item.text().replace('\u00a0', ' '))).toEqual(told);
});

const dates = ['2026-11-26T16:49:00Z'];
const Dates = defineComponent({
  setup: () => ({ format: useFormat(), dates }),
  template: '<ul><li v-for="at in dates">{{ format.short(at) }} | {{ format.moment(at) }}</li></ul>',
});

it('says English dates in the British way, with 24 hours', async () => {
  await setLocale('en');
  expect(mount(Dates, { global: { plugins: [i18n] } }).text()).toBe(
    'Thu 26 Nov, 17:49 | Thursday 26 November at 17:49',
  );
});
