import { expect, it } from 'vitest';
import { sumUp } from './sumUp.ts';

it('counts reports by what became of them, the solved ones first', () => {
  expect(
    sumUp([
      { status: 'SUBMITTED', stage: 'NEW' },
      { status: 'RESOLVED', stage: 'DONE' },
      { status: 'IN_PROGRESS', stage: 'IN_PROGRESS' },
      { status: 'RESOLVED', stage: 'DONE' },
      { status: 'TRIAGED', stage: 'REVIEWED' },
      { status: 'DECLINED', stage: 'DONE' },
    ]),
  ).toEqual([
    ['resolved', 2],
    ['closed', 1],
    ['open', 2],
    ['fresh', 1],
  ]);
  expect(sumUp([{ status: 'SUBMITTED', stage: 'NEW' }])).toEqual([['fresh', 1]]);
});
