import { mount } from '@vue/test-utils';
import { beforeEach, expect, it } from 'vitest';
import { i18n, setLocale } from '../../shared/i18n.ts';
import ReportQuestions from './ReportQuestions.vue';

const question = {
  id: 'q1',
  label: 'Wie leuchtet sie?',
  kind: 'CHOICE' as const,
  choices: ['gar nicht', 'sie flackert'],
  isRequired: true,
  isPublic: true,
  variants: [{ locale: 'en', label: 'What is wrong?', choices: ['it is off', 'it flickers'] }],
};

beforeEach(() => setLocale('de'));

it('asks in the language of the page and answers with the German choice', async () => {
  const answers: Record<string, string> = {};
  const props = { questions: [question], errors: {}, modelValue: answers };
  const wrapper = mount(ReportQuestions, { props, global: { plugins: [i18n] } });
  expect(wrapper.find('label').text()).toContain('Wie leuchtet sie?');
  await setLocale('en');
  expect(wrapper.find('label').text()).toContain('What is wrong?');
  const options = wrapper.findAll('option').slice(1);
  expect(options.map((option) => [option.text(), option.attributes('lang')])).toEqual([
    ['it is off', 'en'],
    ['it flickers', 'en'],
  ]);
  await wrapper.find('select').setValue('sie flackert');
  expect(answers).toEqual({ q1: 'sie flackert' });
});
