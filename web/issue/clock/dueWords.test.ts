import { mount } from '@vue/test-utils';
import { expect, it } from 'vitest';
import { defineComponent, h } from 'vue';
import { german } from '../../testing/german.ts';
import { useDueWords } from './dueWords.ts';

function said(zone: string, now: string, ...dueAt: readonly string[]): string[] {
  let words: string[] = [];
  const Page = defineComponent(() => {
    const wordsOf = useDueWords(() => zone);
    words = dueAt.map((at) => wordsOf(at, Date.parse(now)));
    return () => h('p');
  });
  mount(Page, { global: { plugins: [german] } });
  return words;
}

it('says day and time of a deadline, from Friday evening to Tuesday too', () => {
  const friday = '2026-11-27T17:30:00Z';
  expect(said('Europe/Berlin', friday, '2026-12-01T09:00:00Z', '2026-11-27T19:00:00Z', '2026-11-28T07:30:00Z')).toEqual(
    ['Di, 10 Uhr', 'heute, 20 Uhr', 'morgen, 8:30 Uhr'],
  );
  expect(said('Europe/Berlin', friday, '2026-11-26T09:00:00Z', '2026-11-24T09:00:00Z')).toEqual([
    'gestern, 10 Uhr',
    'Di, 10 Uhr',
  ]);
  expect(said('Europe/Berlin', friday, '2026-12-08T09:00:00Z', '2026-11-17T09:05:00Z')).toEqual([
    'Di, 8.12., 10 Uhr',
    'Di, 17.11., 10:05 Uhr',
  ]);
});

it('counts days where the town is', () => {
  expect(said('Europe/Berlin', '2026-11-27T22:30:00Z', '2026-11-27T23:30:00Z')).toEqual(['morgen, 0:30 Uhr']);
  expect(said('UTC', '2026-11-27T22:30:00Z', '2026-11-27T23:30:00Z')).toEqual(['heute, 23:30 Uhr']);
});
