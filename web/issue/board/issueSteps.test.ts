import { expect, test } from 'vitest';
import type { IssueCardFragment, IssueStage } from '../../gql/graphql.ts';
import type { BoardColumnCards } from './board.ts';
import { placeOf, placeToGoOn } from './issueSteps.ts';

/** A card of which only the reference matters. */
const cardOf = (reference: string) => ({ id: reference, reference }) as IssueCardFragment;
const column = (stage: IssueStage, references: string, more = 0): BoardColumnCards => {
  const cards = references.split(' ').filter(Boolean).map(cardOf);
  return { stage, cards, count: cards.length + more };
};

test('the order goes down each column and on to the next one that has a card', () => {
  const columns = [column('NEW', 'A B'), column('REVIEWED', ''), column('IN_PROGRESS', 'C')];
  expect(placeOf(columns, 'A')).toMatchObject({ position: 1, total: 3, previous: null, next: 'B' });
  expect(placeOf(columns, 'B')).toMatchObject({ position: 2, previous: 'A', next: 'C' });
  expect(placeOf(columns, 'C')).toMatchObject({ position: 3, previous: 'B', next: null });
  expect(placeOf(columns, 'D')).toBeNull();
});

test('cards that are not loaded yet count, and none of them is passed over', () => {
  const columns = [column('NEW', 'A B', 10), column('REVIEWED', 'C')];
  expect(placeOf(columns, 'B')).toMatchObject({ position: 2, total: 13, next: null });
  expect(placeOf(columns, 'C')).toMatchObject({ position: 13, previous: 'B' });
});

test('whoever moves the opened report goes on where it was opened', () => {
  const before = placeOf([column('NEW', 'A B C'), column('REVIEWED', 'D E')], 'B');
  const moved = [column('NEW', 'A C'), column('REVIEWED', 'D B E')];
  expect(placeToGoOn(moved, 'B', before)).toMatchObject({ position: 2, previous: 'A', next: 'C' });
  expect(placeToGoOn(moved, 'B', null)).toMatchObject({ position: 4, previous: 'D', next: 'E' });
  const gone = [column('NEW', 'A'), column('REVIEWED', 'D')];
  expect(placeToGoOn(gone, 'B', before)).toMatchObject({ total: 2, previous: 'A', next: null });
});
