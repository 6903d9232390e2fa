import { mount } from '@vue/test-utils';
import { expect, test } from 'vitest';
import { german } from '../testing/german.ts';
import WholePhoto from './WholePhoto.vue';

const file = (url: string) => ({ url, width: 739, height: 1600 });
const photo = { id: '1', alt: 'Loch im Gehweg', isApproved: false, small: file('/s'), large: file('/l') };

function show(more: object = {}) {
  const props = { photo, name: photo.alt, ...more };
  return mount(WholePhoto, { props, global: { plugins: [german] } });
}

test('a photo is shown once all of it is loaded, and anew under another address', async () => {
  const whole = show();
  expect(whole.get('img').attributes()).toMatchObject({ src: '/l', alt: 'Loch im Gehweg' });
  expect(whole.emitted('update:state')).toBeUndefined();
  await whole.get('img').trigger('load');
  await whole.setProps({ photo: { ...photo, large: file('/blurred') } });
  expect(whole.emitted('update:state')).toEqual([['SHOWN'], ['LOADING']]);
});

test('a photo that cannot be loaded says so, and can be loaded again', async () => {
  const whole = show({ state: 'LOADING' });
  await whole.get('img').trigger('error');
  expect(whole.emitted('update:state')).toEqual([['FAILED']]);
  await whole.setProps({ state: 'FAILED' });
  const before = whole.get('img').element;
  await whole.findAll('button')[1]?.trigger('click');
  expect(whole.emitted('update:state')).toEqual([['FAILED'], ['LOADING']]);
  expect(whole.get('img').element).not.toBe(before);
});

test('the frame has the shape of the photo, or a given one', () => {
  expect(show().get('img').attributes('style')).toContain(`aspect-ratio: ${739 / 1600}`);
  expect(show({ ratio: 0.75 }).get('img').attributes('style')).toContain('aspect-ratio: 0.75');
});
