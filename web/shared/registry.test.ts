import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { defineDomain, NONE } from './domain.ts';
import PageSlot from './PageSlot.vue';
import { definePageSlot, fillSlot } from './pageSlot.ts';
import { collectDomains, registryKey } from './registry.ts';
import { reportUnknownType } from './unknownType.ts';

const shownIn = (tag: string) =>
  defineComponent({ props: { text: { type: String, required: true } }, setup: (props) => () => h(tag, props.text) });
const Said = shownIn('p');
const Loud = shownIn('b');
const place = definePageSlot<{ text: string }>('place');
const route = { path: 'a', name: 'a', component: Said, meta: { titleKey: 'title.home', module: NONE } } as const;

const show = (...domains: Parameters<typeof collectDomains>[0]) =>
  mount(PageSlot, {
    props: { of: place, props: { text: 'Hallo' } },
    attrs: { class: 'mt-6' },
    slots: { default: '<i>nobody</i>' },
    global: { provide: { [registryKey as symbol]: collectDomains(domains) } },
  }).html();

describe('a slot', () => {
  it('shows what the domains fill it with, in their order, with the props of the page', () => {
    const one = defineDomain({ name: 'one', fillings: [fillSlot(place, Said)] });
    const two = defineDomain({ name: 'two', fillings: [fillSlot(place, Loud)] });
    expect(show(one, two)).toBe('<p class="mt-6">Hallo</p>\n<b class="mt-6">Hallo</b>');
  });

  it('shows its own content where no domain fills it', () => {
    expect(show(defineDomain({ name: 'one' }))).toBe('<i>nobody</i>');
  });

  it('takes only components that know its props', () => {
    const other = definePageSlot<{ words: string }>('other');
    // @ts-expect-error -- Said needs `text`, which this slot does not hand over
    expect(fillSlot(other, Said).slot).toBe('other');
  });
});

describe('what all domains contribute', () => {
  it('refuses what two of them claim', () => {
    const pages = [defineDomain({ name: 'one', routes: [route] }), defineDomain({ name: 'two', routes: [route] })];
    expect(() => collectDomains(pages)).toThrow('a belongs to the domain one; two must not define it again');
    const feedCards = { Post: { row: Said, module: NONE } } as const;
    const rows = [defineDomain({ name: 'one', feedCards }), defineDomain({ name: 'two', feedCards })];
    expect(() => collectDomains(rows)).toThrow('Post belongs to the domain one');
    const cacheKeys = { Town: { fields: { polls: { merge: false } } } };
    const keys = [defineDomain({ name: 'one', cacheKeys }), defineDomain({ name: 'two', cacheKeys })];
    expect(() => collectDomains(keys)).toThrow('Town.polls belongs to the domain one');
  });

  it('joins the fields that several domains add to one type', () => {
    const { typePolicies } = collectDomains([
      defineDomain({ name: 'one', cacheKeys: { Town: { merge: true, fields: { polls: { merge: false } } } } }),
      defineDomain({ name: 'two', cacheKeys: { Town: { fields: { posts: { keyArgs: false } } } } }),
    ]);
    expect(typePolicies).toEqual({
      Town: { merge: true, fields: { polls: { merge: false }, posts: { keyArgs: false } } },
    });
  });
});

it('a type that no domain shows is an error', () => {
  expect(() => reportUnknownType('feedCards', 'LostItem')).toThrow(
    'No domain in web/domains.ts names "LostItem" in its feedCards',
  );
});
