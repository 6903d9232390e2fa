import type { IssueCardFragment, IssueOrder } from '../../gql/graphql.ts';
import { nextDueAt } from '../clock/clock.ts';

type Compare = (a: IssueCardFragment, b: IssueCardFragment) => number;

const newestFirst: Compare = (a, b) => {
  if (a.createdAt === b.createdAt) return a.id < b.id ? 1 : -1;
  return a.createdAt < b.createdAt ? 1 : -1;
};

/** Due times by card: columns are sorted whenever a card moves, so each time is computed once. */
const moments = new WeakMap<IssueCardFragment, string>();
const never = '~';
const dueAt = (card: IssueCardFragment): string => {
  const known = moments.get(card);
  if (known !== undefined) return known;
  const moment = nextDueAt(card.clock) ?? never;
  moments.set(card, moment);
  return moment;
};

/** Order of the server: earliest due time first; paused cards and cards without a clock last. */
const dueFirst: Compare = (a, b) => {
  const first = dueAt(a);
  const second = dueAt(b);
  if (first === second) return newestFirst(a, b);
  return first < second ? -1 : 1;
};

export const comparisons: Readonly<Record<IssueOrder, Compare>> = { NEWEST: newestFirst, DUE: dueFirst };
