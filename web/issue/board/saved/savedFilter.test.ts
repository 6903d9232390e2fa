import { expect, it } from 'vitest';
import { placeOfSaved, savedQueryOf } from './savedFilter.ts';

it('a filter is saved without parameters of other things, in one order', () => {
  const saved = savedQueryOf({ mine: 'yes', search: 'Müll & Co', map: 'on', kind: ['A', 'B'], street: '' });
  expect(saved).toBe('search=M%C3%BCll+%26+Co&mine=yes');
  expect(savedQueryOf({ map: 'on' })).toBe('');
});

it('a filter opens where it was made: with words or without closed reports in the search', () => {
  expect(placeOfSaved('search=M%C3%BCll+%26+Co&mine=yes')).toEqual({
    name: 'searchIssues',
    query: { search: 'Müll & Co', mine: 'yes' },
  });
  expect(placeOfSaved('open=yes')).toMatchObject({ name: 'searchIssues' });
  expect(placeOfSaved('mine=yes&order=due')).toMatchObject({ name: 'board', query: { mine: 'yes', order: 'due' } });
});
