import { flushPromises, mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { german } from '../testing/german.ts';
import SignInCode from './SignInCode.vue';
import { useCodeEntry } from './useCodeEntry.ts';

/** Mounts the form of the sign-in page; returns its field and the codes that were sent. */
function mountForm() {
  const sent: string[] = [];
  const page = mount(
    defineComponent(() => {
      const { code, clearCode } = useCodeEntry((digits) => {
        sent.push(digits);
        clearCode();
        return Promise.resolve();
      });
      return () =>
        h(SignInCode, {
          modelValue: code.value,
          'onUpdate:modelValue': (text: string) => (code.value = text),
          email: 'a@example.org',
          error: '',
          busy: false,
          canResend: false,
        });
    }),
    { global: { plugins: [german] } },
  );
  return { sent, field: page.find('input') };
}

it('groups the digits and sends the code with the eighth', async () => {
  const { sent, field } = mountForm();
  await field.setValue('1234567');
  expect([field.element.value, sent]).toEqual(['1234 567', []]);
  await field.setValue('1234 5678');
  await flushPromises();
  expect([field.element.value, sent]).toEqual(['', ['12345678']]);
});

it.each(['12345678', ' 1234 5678 ', '1234-5678', 'Code: 1234\u00a05678.'])(
  'accepts the pasted text %j',
  async (text) => {
    const { sent, field } = mountForm();
    await field.setValue(text);
    await flushPromises();
    expect(sent).toEqual(['12345678']);
  },
);
