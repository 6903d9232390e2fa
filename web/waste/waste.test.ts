import { mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { german } from '../testing/german.ts';
import { keepAddress, recallAddress } from './keptAddress.ts';
import { spansOf } from './office/districtStreets.ts';
import WasteChanges from './office/WasteChanges.vue';
import WasteLabels from './office/WasteLabels.vue';
import { daysUntil, localDay } from './wasteDays.ts';

describe('days of collections', () => {
  it('are counted in the time zone of the town, also over the changes of the clocks', () => {
    expect(localDay(Date.parse('2027-03-27T23:30:00Z'), 'Europe/Berlin')).toBe('2027-03-28');
    expect(localDay(Date.parse('2027-10-31T22:30:00Z'), 'Europe/Berlin')).toBe('2027-10-31');
    expect(daysUntil('2027-03-29', '2027-03-28')).toBe(1);
    expect(daysUntil('2027-11-01', '2027-10-31')).toBe(1);
    expect(daysUntil('2027-01-01', '2027-01-01')).toBe(0);
  });
});

describe('the kept address', () => {
  beforeEach(() => localStorage.clear());

  it('is kept for each town until it is removed', () => {
    keepAddress('07138073', { streetId: 's1', houseNumber: '12a' });
    expect(recallAddress('07138073')).toEqual({ streetId: 's1', houseNumber: '12a' });
    expect(recallAddress('07138000')).toBeNull();
    keepAddress('07138073', null);
    expect(recallAddress('07138073')).toBeNull();
  });

  it('is ignored if something else stands there', () => {
    for (const text of ['{', '"s1"', '{"streetId":1,"houseNumber":""}', 'null']) {
      localStorage.setItem('ortsfunk.visitor.bins.1', text);
      expect([text, recallAddress('1')]).toEqual([text, null]);
    }
  });
});

describe('the assignment of words', () => {
  const kinds = [
    { id: 'k1', type: 'RESIDUAL' as const, name: 'Restmüll', variants: [] },
    { id: 'k2', type: 'ORGANIC' as const, name: 'Biotonne', variants: [] },
  ];
  const labels = [{ label: '<b>Rest / Bio</b>', isKnown: false, kinds: [], guesses: [] }];
  const show = (ids: readonly string[] | null) =>
    mount(WasteLabels, {
      props: { labels, kinds, assigned: new Map([['<b>Rest / Bio</b>', ids]]) },
      global: { plugins: [german] },
    });

  it('shows the words as text, and asks for a second kind only after the first', async () => {
    const form = show(null);
    expect(form.text()).toContain('<b>Rest / Bio</b>');
    expect(form.find('b').exists()).toBe(false);
    expect(form.findAll('select')).toHaveLength(1);
    await form.find('select').setValue('k1');
    expect(form.emitted('assign')?.[0]).toEqual(['<b>Rest / Bio</b>', ['k1']]);
  });

  it('takes two kinds, and leaves entries out', async () => {
    const form = show(['k1']);
    const [first, second] = form.findAll('select');
    await second?.setValue('k2');
    await first?.setValue('NONE');
    expect(form.emitted('assign')).toEqual([
      ['<b>Rest / Bio</b>', ['k1', 'k2']],
      ['<b>Rest / Bio</b>', []],
    ]);
  });
});

it('the changes of a preview name bin, district, day and the day before', () => {
  const change = { date: '2027-03-30', movedFrom: '2027-03-29', kind: { id: 'k', name: 'Bio' } };
  const list = mount(WasteChanges, {
    props: { title: '3 Termine', count: 3, changes: [{ ...change, district: { id: 'd', name: 'Nord' } }] },
    global: { plugins: [german] },
  });
  expect(list.text()).toContain('Bio, Nord');
  expect(list.text()).toContain('Di., 30.3.');
  expect(list.text()).toContain('statt Mo., 29.3.');
  expect(list.text()).toContain('und 2 weitere');
});

it('empty bounds of a range are open', () => {
  const street = { id: 's', name: 'Rheinweg', district: '' };
  expect(spansOf([{ street, fromNumber: ' ', toNumber: '9 ', side: 'ODD' }])).toEqual([
    { streetId: 's', fromNumber: null, toNumber: '9', side: 'ODD' },
  ]);
});
