import { mount, RouterLinkStub } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { german } from '../../testing/german.ts';
import HomeOpen from './HomeOpen.vue';
import { mergeOpen, type OpenItem } from './openItems.ts';

const itemsOf = (kind: string, ends: readonly number[]): OpenItem[] =>
  ends.map((end) => ({ id: `${kind}${end}`, to: '/', title: `${kind}${end}`, lang: 'de', note: '', act: '', end }));
const show = (items: readonly OpenItem[]) =>
  mount(HomeOpen, { props: { items }, global: { plugins: [german], stubs: { RouterLink: RouterLinkStub } } });

it('polls and dates are one list by their ends; the button shows those after the fifth', async () => {
  const wrapper = show(mergeOpen(itemsOf('Umfrage', [2, 3, 9]), itemsOf('Termin', [1, 3, 4])));
  const titles = () => wrapper.findAll('li span.font-semibold.hyphens-auto').map((title) => title.text());
  expect(titles()).toEqual(['Termin1', 'Umfrage2', 'Umfrage3', 'Termin3', 'Termin4']);
  const button = wrapper.get('button');
  expect([button.attributes('aria-expanded'), button.attributes('aria-controls')]).toEqual([
    'false',
    wrapper.get('ul').attributes('id'),
  ]);
  await button.trigger('click');
  expect(titles()).toHaveLength(6);
  expect([button.attributes('aria-expanded'), button.text()]).toEqual(['true', 'Weniger anzeigen']);
});

it('where a phone shows all, there is no button', () => {
  expect(
    show(itemsOf('Termin', [1, 2]))
      .find('button')
      .exists(),
  ).toBe(false);
});
