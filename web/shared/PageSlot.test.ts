import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { definePageSlot, fillSlot } from './pageSlot.ts';
import PageSlot from './PageSlot.vue';
import { collectDomains, registryKey } from './registry.ts';

const slotOfRow = definePageSlot<{ id: string }>('slotOfRow');
const Row = defineComponent({
  props: { id: { type: String, required: true } },
  setup: (props, { slots }) => {
    return () => h('article', slots.menu ? slots.menu() : props.id);
  },
});
const registry = collectDomains([{ name: 'poll', fillings: [fillSlot(slotOfRow, Row)] }]);
const show = (slots: Record<string, string>) =>
  mount(PageSlot, {
    props: { of: slotOfRow, props: { id: '7' } },
    attrs: { class: 'divided' },
    slots,
    global: { provide: { [registryKey as symbol]: registry } },
  }).html();

it('passes class and menu on to the component of another domain', () => {
  expect(show({ menu: '<button>Mehr</button>' })).toBe('<article class="divided"><button>Mehr</button></article>');
  expect(show({})).toBe('<article class="divided">7</article>');
});
