import { mount } from '@vue/test-utils';
import { beforeEach, expect, it } from 'vitest';
import { defineComponent, h, nextTick } from 'vue';
import { i18n, setLocale } from './i18n.ts';
import VariantSwitch from './VariantSwitch.vue';
import { useVariant, type Variant } from './variant.ts';

const Told = defineComponent({
  components: { VariantSwitch },
  props: { said: { type: Array<Variant>, required: true } },
  setup: (props) => useVariant(() => props.said),
  template: `<div :lang="lang" :data-shown="shown">
    <VariantSwitch :variants="offered" :shown="shown" :foreign="isForeign" @choose="choose" /><slot />
  </div>`,
});
const inLocales = (...locales: string[]) => locales.map((locale) => ({ locale }));
const mountText = (outer: Variant[], inner: Variant[] = []) => {
  const text = () => h(Told, { said: outer }, () => h(Told, { said: inner }));
  const wrapper = mount(text, { global: { plugins: [i18n] } });
  return {
    shown: () => wrapper.findAll('[data-shown]').map((text) => text.attributes('data-shown')),
    lang: () => wrapper.find('[lang]').attributes('lang'),
    buttons: () => wrapper.findAll('button'),
    notes: () => wrapper.findAll('p').map((note) => note.text()),
  };
};

beforeEach(() => setLocale('de'));

it('shows the language of the page where the text has it, else the original', async () => {
  const { shown, lang } = mountText(inLocales('de-x-leicht', 'en'), inLocales('en'));
  expect(shown()).toEqual(['de', 'de']);
  await setLocale('de-x-leicht');
  expect([shown(), lang()]).toEqual([['de-x-leicht', 'de'], 'de']);
  await setLocale('en');
  expect([shown(), lang()]).toEqual([['en', 'en'], 'en']);
});

it('lets the reader take another, also for what stands inside, until the page speaks another language', async () => {
  const { shown, buttons } = mountText(inLocales('de-x-leicht', 'en'), inLocales('en'));
  expect(buttons().map((button) => button.text())).toEqual(['Original', 'Leichte Sprache', 'English']);
  await buttons()[2]?.trigger('click');
  expect(shown()).toEqual(['en', 'en']);
  expect(buttons().map((button) => button.attributes('aria-pressed'))).toEqual(['false', 'false', 'true']);
  await setLocale('de-x-leicht');
  await nextTick();
  expect(shown()).toEqual(['de-x-leicht', 'de']);
});

it('offers a choice inside only where there is more than around it', () => {
  expect(mountText(inLocales('en'), inLocales('en', 'de-x-leicht')).buttons()).toHaveLength(2 + 3);
  expect(mountText(inLocales('en'), inLocales('en')).buttons()).toHaveLength(2);
  expect(mountText([], []).buttons()).toHaveLength(0);
});

it('says in which language a text is, where the reader or the text around it speaks another', async () => {
  const alone = mountText([]);
  const inside = mountText(inLocales('en'), []);
  const both = mountText([], []);
  expect([alone, inside, both].map(({ notes }) => notes())).toEqual([[], [], []]);
  await setLocale('en');
  expect(alone.notes()[0]).toBe('Only in German');
  expect(inside.notes()).toEqual(['Only in German']);
  await inside.buttons()[0]?.trigger('click');
  expect(inside.notes()).toEqual([]);
});
