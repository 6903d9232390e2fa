import { mount } from '@vue/test-utils';
import { describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { german } from '../../../testing/german.ts';
import MoveForm from './MoveForm.vue';
import MoveMenu from './MoveMenu.vue';

const issue = {
  reference: 'M-2031',
  kind: 'DEFECT' as const,
  status: 'SUBMITTED' as const,
  staffMoves: ['TRIAGED' as const, 'DECLINED' as const],
};
const desks = [{ id: 'd1', name: 'Bauhof' }];

describe('MoveMenu', () => {
  const mountMenu = () => mount(MoveMenu, { props: { issue }, global: { plugins: [german] }, attachTo: document.body });

  it('opens by keyboard and offers the moves of the table, no others', async () => {
    const menu = mountMenu();
    const button = menu.find('button');
    expect(button.attributes('aria-label')).toBe('Status ändern M-2031');
    await button.trigger('keydown', { key: 'Enter' });
    await nextTick();
    const items = menu.findAll('[role=menuitem]');
    expect(items.map((item) => item.text())).toEqual(['Geprüft', 'Abgelehnt']);
    menu.unmount();
  });

  it('calls an end by what the report is about', async () => {
    const staffMoves = ['RESOLVED' as const];
    const question = { ...issue, kind: 'QUESTION' as const, staffMoves };
    const menu = mount(MoveMenu, {
      props: { issue: question },
      global: { plugins: [german] },
      attachTo: document.body,
    });
    await menu.find('button').trigger('keydown', { key: 'Enter' });
    await nextTick();
    expect(menu.findAll('[role=menuitem]').map((item) => item.text())).toEqual(['Beantwortet']);
    menu.unmount();
  });

  it('tells which move was chosen', async () => {
    const menu = mountMenu();
    await menu.find('button').trigger('keydown', { key: 'Enter' });
    await nextTick();
    await menu.findAll('[role=menuitem]')[1]?.trigger('click');
    expect(menu.emitted('choose')).toEqual([['DECLINED']]);
    menu.unmount();
  });
});

describe('MoveForm', () => {
  const mountForm = (to: 'DECLINED' | 'ASSIGNED') =>
    mount(MoveForm, {
      props: { issue: { id: 'i', kind: 'DEFECT', status: 'SUBMITTED', desk: null }, to, desks, busy: false },
      global: { plugins: [german] },
    });

  it('does not send without the reason', async () => {
    const form = mountForm('DECLINED');
    await form.find('form').trigger('submit');
    expect(form.emitted('confirm')).toBeUndefined();
    expect(form.text()).toContain('Schreiben Sie eine Begründung.');
  });

  it('sends what was asked for, and tells the reporter unless told otherwise', async () => {
    const form = mountForm('ASSIGNED');
    await form.find('select').setValue('d1');
    await form.find('form').trigger('submit');
    expect(form.emitted('confirm')?.[0]).toEqual([expect.objectContaining({ deskId: 'd1', tellReporter: true })]);
  });
});
