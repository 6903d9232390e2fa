import { mount, RouterLinkStub } from '@vue/test-utils';
import { expect, it } from 'vitest';
import type { PostPartsFragment } from '../gql/graphql.ts';
import { german } from '../testing/german.ts';
import { startOf } from './startOf.ts';
import ReviewNotice from './ReviewNotice.vue';
import ReviewText from './ReviewText.vue';

const global = { plugins: [german], stubs: { RouterLink: RouterLinkStub } };
const wording = { title: 'Konzert im Park', body: 'Um acht.', html: '<p>Um acht.</p>', variants: [] };
const proposal = { ...wording, title: 'Konzert am See', change: 'Ort' };
const review = {
  submittedAt: '2026-11-30T08:00:00.000Z',
  returnedBecause: null,
  isNeeded: true,
  viewerCanDecide: { allowed: false, code: 'OWN_SUBMISSION' },
  proposal,
};
const postOf = (more: object): PostPartsFragment =>
  ({
    id: 'p',
    version: 3,
    state: 'PUBLISHED',
    ...wording,
    pictures: [],
    attachments: [],
    groups: [],
    review,
    ...more,
  }) as never;
const show = (more: object) => {
  const { state, review: shown, id } = postOf(more);
  const to = { name: 'reviewPost', params: { id } };
  return mount(ReviewNotice, { props: { state, review: shown ?? review, to }, global });
};

it('says that new wording waits, and offers no decision to its author', () => {
  const wrapper = show({});
  expect(wrapper.text()).toContain('Eine neue Fassung wartet auf Freigabe');
  expect(wrapper.findComponent(RouterLinkStub).exists()).toBe(false);
});

it('shows the reason of a return, for a draft and for new wording in other words', () => {
  const returned = { ...review, submittedAt: null, returnedBecause: 'Wann?' };
  expect(show({ state: 'DRAFT', review: returned }).text()).toBe('Bitte überarbeitenGrund: Wann?');
  expect(show({ review: returned }).text()).toBe('Ihre neue Fassung kam zurückGrund: Wann?');
});

it('leads those who may decide to the decision', () => {
  const wrapper = show({ review: { ...review, viewerCanDecide: { allowed: true, code: null } } });
  const to = wrapper.findComponent(RouterLinkStub).props('to');
  expect(to).toEqual({ name: 'reviewPost', params: { id: 'p' } });
});

it('the form goes on with the proposed wording, and with the published one where nothing was proposed', () => {
  expect(startOf(postOf({}), '', 'Europe/Berlin')).toMatchObject({ title: 'Konzert am See', change: 'Ort' });
  const without = postOf({ review: { ...review, proposal: null } });
  expect(startOf(without, '', 'Europe/Berlin')).toMatchObject({ title: 'Konzert im Park', change: '' });
  expect(startOf(null, 'g', 'Europe/Berlin')).toMatchObject({ title: '', groupIds: ['g'], change: '' });
});

it('a reviewed wording is shown with its translations, each in its language', () => {
  const variants = [{ locale: 'en', title: 'Concert', html: '<p>At eight.</p>' }];
  const wrapper = mount(ReviewText, {
    props: { heading: 'Vorgeschlagen ist', text: { ...wording, variants } },
    global,
  });
  expect(wrapper.get('[lang=en]').text()).toContain('Concert');
  expect(wrapper.text()).toContain('Konzert im Park');
});
