import { mount } from '@vue/test-utils';
import { beforeEach, describe, expect, it } from 'vitest';
import { nextTick } from 'vue';
import { german } from '../../../testing/german.ts';
import { actingBy, type ActingFacts, actingKey } from '../../acting.ts';
import MoveForm from './MoveForm.vue';
import MoveMenu from './MoveMenu.vue';
import { forgetAllWords } from './moveWords.ts';

const issue = {
  id: 'i',
  version: 1,
  reference: 'M-2031',
  kind: 'DEFECT' as const,
  status: 'SUBMITTED' as const,
  stage: 'NEW' as const,
  desk: { id: 'd1', name: 'Bauhof' },
  staffMoves: ['TRIAGED' as const, 'DECLINED' as const],
  deskMoves: [],
};
const desks = [{ id: 'd1', name: 'Bauhof' }];
const atDesk: ActingFacts = { isAdmin: false, ownDesks: desks, deputyDeskIds: new Set() };
const withFacts = (facts: ActingFacts = atDesk) => ({
  plugins: [german],
  provide: { [actingKey]: actingBy(() => facts) },
});

describe('MoveMenu', () => {
  const mountMenu = () => mount(MoveMenu, { props: { issue }, global: withFacts(), attachTo: document.body });

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
      global: withFacts(),
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

describe('who is offered which steps', () => {
  const assigned = {
    ...issue,
    status: 'ASSIGNED' as const,
    stage: 'IN_PROGRESS' as const,
    staffMoves: ['IN_PROGRESS' as const, 'RESOLVED' as const],
    deskMoves: ['IN_PROGRESS' as const, 'RESOLVED' as const],
  };
  const offered = async (facts: ActingFacts, card: typeof assigned = assigned) => {
    const menu = mount(MoveMenu, { props: { issue: card }, global: withFacts(facts), attachTo: document.body });
    if (menu.find('button').exists()) await menu.find('button').trigger('keydown', { key: 'Enter' });
    await nextTick();
    const said = menu.findAll('[role=menuitem]').map((item) => item.text());
    const text = menu.text();
    menu.unmount();
    return { said, text };
  };
  const elsewhere = { ...atDesk, ownDesks: [{ id: 'd2', name: 'Bürgerbüro' }] };

  it('offers the steps of the desk to its clerks, its deputies and admins', async () => {
    const steps = ['In Arbeit', 'Erledigt'];
    expect((await offered(atDesk)).said).toEqual(steps);
    expect((await offered({ ...atDesk, isAdmin: true, ownDesks: [] })).said).toEqual(steps);
    const deputy = await offered({ ...elsewhere, deputyDeskIds: new Set(['d1']) });
    expect(deputy.said).toEqual([...steps, 'Übernehmen …']);
    expect(deputy.text).toContain('Im Namen von: Bauhof');
  });

  it('says in whose name somebody of two desks works', async () => {
    const both = await offered({ ...atDesk, ownDesks: [...desks, ...elsewhere.ownDesks] });
    expect(both.text).toContain('Im Namen von: Bauhof');
    expect((await offered(atDesk)).text).not.toContain('Im Namen von');
  });

  it('offers others only to take it over, and nothing to those without a desk', async () => {
    expect((await offered(elsewhere)).said).toEqual(['Übernehmen …']);
    expect((await offered({ ...atDesk, ownDesks: [] })).said).toEqual([]);
  });

  it('lets nobody stand in for a complaint', async () => {
    const complaint = { ...assigned, kind: 'COMPLAINT' as never };
    expect((await offered({ ...elsewhere, deputyDeskIds: new Set(['d1']) }, complaint)).said).toEqual(['Übernehmen …']);
  });
});

describe('MoveForm', () => {
  beforeEach(forgetAllWords);
  const mountForm = (to: 'DECLINED' | 'ASSIGNED' | 'SCHEDULED' | 'WAITING_ON_REPORTER', canAskReporter = true) =>
    mount(MoveForm, {
      props: {
        issue: { id: 'i', kind: 'DEFECT', status: 'SUBMITTED', desk: null, canAskReporter },
        to,
        desks,
        busy: false,
      },
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

  it('keeps a day that is over and says so; today and later days are sent', async () => {
    const form = mountForm('SCHEDULED');
    const day = form.find<HTMLInputElement>('[type=date]');
    await day.setValue('2020-02-03');
    await form.find('form').trigger('submit');
    expect(form.emitted('confirm')).toBeUndefined();
    expect(form.text()).toContain('Dieser Tag liegt in der Vergangenheit.');
    expect(day.element.value).toBe('2020-02-03');
    await day.setValue(day.attributes('min'));
    await form.find('form').trigger('submit');
    const [details] = form.emitted<[{ scheduledFor: string }]>('confirm')?.[0] ?? [];
    expect(new Date(details?.scheduledFor ?? 0).getTime()).toBeGreaterThan(Date.now());
  });

  it('shows what the server refused at its field until it is changed', async () => {
    const form = mountForm('DECLINED');
    await form.find('textarea').setValue('Falsch');
    await form.setProps({ faults: { reason: 'Das geht so nicht.' } });
    expect(form.find('[aria-invalid]').element).toBe(form.find('textarea').element);
    expect(form.text()).toContain('Das geht so nicht.');
    await form.find('textarea').setValue('Richtig');
    expect(form.text()).not.toContain('Das geht so nicht.');
  });

  it('warns instead of asking where nobody can be asked', () => {
    const form = mountForm('WAITING_ON_REPORTER', false);
    expect(form.find('form').exists()).toBe(false);
    expect(form.find('[role=alert]').text()).toContain('Diese Person können Sie nicht fragen');
  });
});
