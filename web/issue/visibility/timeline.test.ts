import { expect, test } from 'vitest';
import type { IssuePartsFragment } from '../../gql/graphql.ts';
import { stepsOf } from './timeline.ts';

const move = (id: string, at: string) => ({ id, at }) as IssuePartsFragment['history'][number];
const photo = (id: string, addedAt: string, stage: 'BEFORE' | 'AFTER' = 'AFTER') =>
  ({ id, addedAt, stage }) as IssuePartsFragment['photos'][number];
const told = (history: IssuePartsFragment['history'], photos: IssuePartsFragment['photos']) =>
  stepsOf({ history, comments: [], photos, assignments: [] }).map((step) =>
    'photos' in step ? step.photos.map(({ id }) => id) : step.id,
  );

test('photos of how it looks now stand where they were added, those of one visit together; others are no step', () => {
  const history = [
    move('a', '2026-03-01T10:00:00Z'),
    move('b', '2026-03-02T10:00:00Z'),
    move('c', '2026-03-04T10:00:00Z'),
  ];
  const photos = [
    photo('before', '2026-03-01T10:00:00Z', 'BEFORE'),
    photo('x', '2026-03-03T10:00:00Z'),
    photo('y', '2026-03-03T10:01:00Z'),
    photo('z', '2026-03-05T10:00:00Z'),
  ];
  expect(told(history, photos)).toEqual([['z'], 'c', ['x', 'y'], 'b', 'a']);
  expect(told(history, [])).toEqual(['c', 'b', 'a']);
});

test('two steps of one moment keep their order', () => {
  const at = '2026-03-01T10:00:00Z';
  expect(told([move('a', at), move('b', at)], [photo('x', at)])).toEqual([['x'], 'b', 'a']);
});

test('words stand between the steps, by their time', () => {
  const history = [move('a', '2026-03-01T10:00:00Z'), move('b', '2026-03-03T10:00:00Z')];
  const comments = [{ id: 'c', at: '2026-03-02T10:00:00Z' } as IssuePartsFragment['comments'][number]];
  expect(stepsOf({ history, comments, photos: [], assignments: [] }).map(({ id }) => id)).toEqual(['b', 'c', 'a']);
});
