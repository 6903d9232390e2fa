import { mount, RouterLinkStub } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { german } from '../testing/german.ts';
import PollBarred from './PollBarred.vue';
import PollEnding from './PollEnding.vue';

const global = { plugins: [german], stubs: { RouterLink: RouterLinkStub } };
const question = {
  id: 'q',
  text: 'Was wird gebaut?',
  kind: 'SINGLE' as const,
  minChoices: 1,
  maxChoices: 1,
  optionOrder: 'FIXED' as const,
  options: ['Rutsche', 'Schaukel'].map((label, i) => ({ id: `o${i}`, label, picture: null })),
};
const ended = (optionIds: string[], isChange = false) =>
  mount(PollEnding, {
    props: { poll: { questions: [question] }, ending: { choice: { optionIds, texts: [] }, isChange } },
    global,
    attachTo: document.body,
  });

it('says that a choice was not counted, and shows it', () => {
  const wrapper = ended(['o1']);
  expect(wrapper.text()).toContain('Ihre Stimme wurde nicht gezählt');
  expect(wrapper.findAll('li').map((line) => line.text())).toEqual(['Schaukel']);
  expect(wrapper.find('[role=alert]').exists()).toBe(true);
  wrapper.unmount();
});

it('lists no choice where none was made, and takes the focus that the ballot had', () => {
  const wrapper = ended([]);
  expect(wrapper.findAll('li')).toEqual([]);
  expect(document.activeElement).toBe(wrapper.element);
  wrapper.unmount();
});

it.each([
  ['RESIDENCE_REQUIRED', { name: 'residence' }],
  ['NOT_ELIGIBLE', { name: 'group', params: { id: 'g' } }],
])('%s leads to what is required', (code, to) => {
  const poll = { group: { id: 'g', name: 'Kita', joinPolicy: 'OPEN' as const } };
  const wrapper = mount(PollBarred, { props: { poll, code }, slots: { default: 'Das geht nicht.' }, global });
  expect(wrapper.text()).toContain('Das geht nicht.');
  expect(wrapper.findComponent(RouterLinkStub).props('to')).toEqual(to);
});

it('offers no step where none helps', () => {
  const props = { poll: { group: { id: 'g', name: 'Kita', joinPolicy: 'OPEN' as const } }, code: 'POLL_NOT_OPEN' };
  expect(mount(PollBarred, { props, global }).findComponent(RouterLinkStub).exists()).toBe(false);
});
