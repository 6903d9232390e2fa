import { enableAutoUnmount, mount } from '@vue/test-utils';
import { afterEach, expect, it, vi } from 'vitest';
import { nextTick } from 'vue';
import type { AttendanceReminder } from '../../gql/graphql.ts';
import { german } from '../../testing/german.ts';
import AnswerDetails from './AnswerDetails.vue';
import { freeSeats } from './seats.ts';

const hour = 3_600_000;
const startIn = (hours: number) => ({
  startsAt: new Date(Date.now() + hours * hour).toISOString(),
  timeZone: 'Europe/Berlin',
});
const show = (companions: number, most: number, reminder: AttendanceReminder = 'NONE', hours = 72) =>
  mount(AnswerDetails, {
    props: { companions, most, reminder, start: startIn(hours) },
    global: { plugins: [german] },
    attachTo: document.body,
  });
const offered = (wrapper: ReturnType<typeof show>) => wrapper.findAll('label').map((label) => label.text());

enableAutoUnmount(afterEach);
afterEach(() => vi.useRealTimers());

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

it('offers the reminders that can still come, and keeps the one that was chosen', () => {
  expect(offered(show(0, 0))).toEqual(['Keine', '1 Tag vorher', '2 Stunden vorher']);
  expect(offered(show(0, 0, 'NONE', 10))).toEqual(['Keine', '2 Stunden vorher']);
  const sent = show(0, 0, 'DAY_BEFORE', 1);
  expect(offered(sent)).toEqual(['Keine', '1 Tag vorher']);
  expect(sent.find('input:checked').attributes('value')).toBe('DAY_BEFORE');
});

it('says that it is too late once no reminder can come, also while the page is open', async () => {
  const late = show(0, 0, 'NONE', 1);
  expect(late.text()).toBe('Für eine Erinnerung ist es zu spät.');
  late.unmount();

  vi.useFakeTimers();
  const open = show(0, 0, 'NONE', 2.01);
  expect(offered(open)).toEqual(['Keine', '2 Stunden vorher']);
  await vi.advanceTimersByTimeAsync(hour / 60);
  expect(open.text()).toBe('Für eine Erinnerung ist es zu spät.');
});

it('the focus stays there when the choice goes away', async () => {
  const wrapper = show(0, 0, 'TWO_HOURS_BEFORE', 1);
  wrapper.find('input').element.focus();
  await wrapper.setProps({ reminder: 'NONE' });
  await nextTick();
  expect(document.activeElement).toBe(wrapper.find('[data-reminder]').element);
});

it('no number of free seats is below zero, and unlimited seats have none', () => {
  expect([freeSeats({ capacity: 10, taken: 4 }), freeSeats({ capacity: 3, taken: 5 })]).toEqual([6, 0]);
  expect(freeSeats({ capacity: null, taken: 5 })).toBeNull();
});
