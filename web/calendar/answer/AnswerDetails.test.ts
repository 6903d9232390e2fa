import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { german } from '../../testing/german.ts';
import AnswerDetails from './AnswerDetails.vue';
import { freeSeats } from './seats.ts';

const show = (companions: number, most: number) =>
  mount(AnswerDetails, { props: { companions, most, reminder: 'NONE' }, global: { plugins: [german] } });

it('a tap brings one person more or less, within the limit', async () => {
  const wrapper = show(1, 2);
  const [fewer, more] = wrapper.findAll('button');
  await more?.trigger('click');
  await fewer?.trigger('click');
  expect(wrapper.emitted('change')).toEqual([[{ companions: 2 }], [{ companions: 0 }]]);

  const full = show(2, 2);
  await full.findAll('button')[1]?.trigger('click');
  const none = show(0, 2);
  await none.findAll('button')[0]?.trigger('click');
  expect([full.emitted('change'), none.emitted('change')]).toEqual([undefined, undefined]);
});

it('an event without companions asks for the reminder only', async () => {
  const wrapper = show(0, 0);
  expect(wrapper.findAll('button')).toEqual([]);
  await wrapper.findAll('input')[1]?.setValue(true);
  expect(wrapper.emitted('change')).toEqual([[{ reminder: 'DAY_BEFORE' }]]);
});

it('no number of free seats is below zero, and unlimited seats have none', () => {
  expect([freeSeats({ capacity: 10, taken: 4 }), freeSeats({ capacity: 3, taken: 5 })]).toEqual([6, 0]);
  expect(freeSeats({ capacity: null, taken: 5 })).toBeNull();
});
