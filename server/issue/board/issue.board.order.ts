import type { IssueRow } from '../issue.entity.ts';

export type IssueOrder = 'NEWEST' | 'DUE';

/**
 * Position of a card in its column at the time of reading; `dueAt` is part of it, because deadlines can change between
 * two pages.
 */
export type CardPlace = readonly [id: string, dueAt: string];
export const placeOf = ({ id, dueAt }: IssueRow): CardPlace => [id, dueAt?.toISOString() ?? ''];

/** An order of cards as SQL; each order has an index. */
interface Ordering {
  by(name: string): string;
  /** Condition that issue `i` follows issue `a`, with the deadline of `a` as it was read before (`w.due`). */
  after(place: CardPlace): string;
}

const isOlder = '(i.created_at, i.id) < (a.created_at, a.id)';

export const orderings: Readonly<Record<IssueOrder, Ordering>> = {
  NEWEST: { by: (name) => `${name}.created_at desc, ${name}.id desc`, after: () => isOlder },
  /** Earliest deadline first; issues without a running clock come last, the newest first. */
  DUE: {
    by: (name) => `${name}.due_at asc nulls last, ${name}.created_at desc, ${name}.id desc`,
    after: ([, dueAt]) =>
      dueAt === ''
        ? `i.due_at is null and ${isOlder}`
        : `(i.due_at > w.due or i.due_at is null or (i.due_at = w.due and ${isOlder}))`,
  },
};
