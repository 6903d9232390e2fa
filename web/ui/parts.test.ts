import { mount } from '@vue/test-utils';
import { nextTick } from 'vue';
import { describe, expect, it } from 'vitest';
import { german } from '../testing/german.ts';
import AskFirst from './AskFirst.vue';
import ChoiceRow from './ChoiceRow.vue';
import TextField from './TextField.vue';

const global = { plugins: [german] };

describe('a text field', () => {
  it('hands attributes to its control and ties label, hint and error to it', () => {
    const props = { label: 'Name', hint: 'Wie im Ausweis', error: 'Fehlt', modelValue: '' };
    const field = mount(TextField, { props, attrs: { name: 'name', maxlength: '80' } });
    const input = field.get('input');
    expect(input.attributes()).toMatchObject({ name: 'name', maxlength: '80', 'aria-invalid': 'true' });
    expect(field.get('label').attributes('for')).toBe(input.attributes('id'));
    const described = input.attributes('aria-describedby')?.split(' ') ?? [];
    expect(described.map((id) => field.get(`[id="${id}"]`).text())).toEqual(['Wie im Ausweis', 'Fehlt']);
  });

  it('is a text of several lines where it has rows', async () => {
    const field = mount(TextField, { props: { label: 'Text', modelValue: 'a', rows: 3 } });
    await field.get('textarea').setValue('b');
    expect(field.emitted('update:modelValue')).toEqual([['b']]);
  });

  it('gives numbers where numbers are asked for', async () => {
    const props = { label: 'Anzahl', modelValue: 1, modelModifiers: { number: true } };
    const field = mount(TextField<number>, { props, attrs: { type: 'number' } });
    await field.get('input').setValue('3');
    expect(field.emitted('update:modelValue')).toEqual([[3]]);
  });
});

describe('a choice', () => {
  it('of several keeps the others, of one leaves only its own', async () => {
    const common = { name: 'x', value: 'b', label: 'B', modelValue: ['a'] };
    for (const [kind, chosen] of [
      ['checkbox', ['a', 'b']],
      ['radio', ['b']],
    ] as const) {
      const row = mount(ChoiceRow<string>, { props: { ...common, kind } });
      await row.get('input').setValue(true);
      expect(row.emitted('update:modelValue')).toEqual([[chosen]]);
    }
  });
});

describe('an act that cannot be taken back', () => {
  it('is asked about first; the keyboard goes to the question and back to the button', async () => {
    const start = '<button @click="params.begin">Beenden</button>';
    const props = { text: 'Danach stimmt niemand mehr ab.', action: 'Jetzt beenden', busy: false };
    const asking = mount(AskFirst, { props, slots: { start }, global, attachTo: document.body });
    await asking.get('button').trigger('click');
    await nextTick();
    expect(document.activeElement?.textContent).toBe(props.text);
    const [confirm, cancel] = asking.findAll('button');
    await confirm?.trigger('click');
    expect(asking.emitted('confirm')).toHaveLength(1);
    await cancel?.trigger('click');
    await nextTick();
    expect(document.activeElement?.textContent).toBe('Beenden');
    asking.unmount();
  });
});
