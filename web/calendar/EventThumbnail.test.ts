import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import EventThumbnail from './EventThumbnail.vue';

it('the thumbnail has its size before it is loaded, loads late, and is described in words', () => {
  const cover = { id: '1', alt: 'Der Maibaum', small: { url: '/media/1/small.webp' } };
  const image = mount(EventThumbnail, { props: { cover } });
  expect(image.attributes()).toMatchObject({
    src: '/media/1/small.webp',
    alt: 'Der Maibaum',
    width: '56',
    height: '56',
    loading: 'lazy',
  });
});
