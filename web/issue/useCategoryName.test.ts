import { mount } from '@vue/test-utils';
import { beforeEach, expect, it } from 'vitest';
import { defineComponent } from 'vue';
import { i18n, setLocale } from '../shared/i18n.ts';
import { type NamedCategory, useCategoryName } from './useCategoryName.ts';

const light = {
  id: 'c1',
  name: 'Straßenbeleuchtung',
  variants: [
    { locale: 'en', name: 'Street lighting' },
    { locale: 'de-x-leicht', name: 'Straßen-Lampen' },
  ],
};
const Name = defineComponent({
  props: { of: { type: Object as () => NamedCategory, required: true } },
  setup: () => useCategoryName(),
  template: '<b :lang="langOf(of)">{{ nameOf(of) }}</b>',
});
const mountName = (of: NamedCategory) => {
  const wrapper = mount(Name, { props: { of }, global: { plugins: [i18n] } });
  return () => [wrapper.text(), wrapper.attributes('lang')];
};

beforeEach(() => setLocale('de'));

it('names a category in the language of the page, and again when the language changes', async () => {
  const shown = mountName(light);
  expect(shown()).toEqual(['Straßenbeleuchtung', 'de']);
  await setLocale('en');
  expect(shown()).toEqual(['Street lighting', 'en']);
  await setLocale('de-x-leicht');
  expect(shown()).toEqual(['Straßen-Lampen', 'de']);
});

it('marks the German name as German where the town has no translation, also in an answer without variants', async () => {
  await setLocale('en');
  expect(mountName({ ...light, variants: [] })()).toEqual(['Straßenbeleuchtung', 'de']);
  expect(mountName({ name: 'Lob' })()).toEqual(['Lob', 'de']);
});
