import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { collectDomains, registryKey } from '../shared/registry.ts';
import { german } from '../testing/german.ts';
import type { Entry } from './entries.ts';
import FeedEntry from './FeedEntry.vue';

const PostCard = defineComponent({
  props: {
    subject: { type: Object, required: true },
    at: { type: String, required: true },
    groups: { type: Array, required: true },
    heading: { type: String, required: true },
  },
  setup: (props) => () => h('article', `${props.subject.title} ${props.at}`),
});
const registry = collectDomains([{ name: 'post', feedCards: { Post: { row: PostCard, module: 'POSTS' } } }]);
const show = (subject: object) =>
  mount(FeedEntry, {
    props: { entry: { id: '1', at: '10:00', because: [], subject } as unknown as Entry, explains: false },
    global: { plugins: [german], provide: { [registryKey as symbol]: registry } },
  });

it('an entry is shown by the card of its domain', () => {
  expect(show({ __typename: 'Post', title: 'Markt' }).html()).toBe('<article>Markt 10:00</article>');
});

it('a type without a card is an error, never a post', () => {
  expect(() => show({ __typename: 'LostItem', title: 'Schlüssel' })).toThrow('"LostItem" in its feedCards');
});
