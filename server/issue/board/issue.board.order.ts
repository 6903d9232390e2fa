import type { IssueRow } from '../issue.entity.ts';

export type IssueOrder = 'NEWEST' | 'DUE';

/** Where a card lay in its column when it was read: what is due may be put off meanwhile. */
export type CardPlace = readonly [id: string, dueAt: string];
export const placeOf = ({ id, dueAt }: IssueRow): CardPlace => [id, dueAt?.toISOString() ?? ''];

/** An order in the words of the database; every column has an index that lies like this. */
interface Ordering {
  by(name: string): string;
  /** Issue `i` comes after issue `a`, which was due when w says. */
  after(place: CardPlace): string;
}

const isOlder = '(i.created_at, i.id) < (a.created_at, a.id)';

export const orderings: Readonly<Record<IssueOrder, Ordering>> = {
  NEWEST: { by: (name) => `${name}.created_at desc, ${name}.id desc`, after: () => isOlder },
  /** What is due soonest; what stands still or has no clock comes last, the newest first. */
  DUE: {
    by: (name) => `${name}.due_at asc nulls last, ${name}.created_at desc, ${name}.id desc`,
    after: ([, dueAt]) =>
      dueAt === ''
        ? `i.due_at is null and ${isOlder}`
        : `(i.due_at > w.due or i.due_at is null or (i.due_at = w.due and ${isOlder}))`,
  },
};
