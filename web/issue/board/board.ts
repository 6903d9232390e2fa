import type { IssueCardFragment, IssueStage } from '../../gql/graphql.ts';

export interface BoardColumnCards {
  readonly stage: IssueStage;
  /** Loaded cards. */
  readonly cards: readonly IssueCardFragment[];
  /** Number of all cards of the column. */
  readonly count: number;
}

export type Way = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';
type Rows = readonly (readonly BoardColumnCards[])[];

/**
 * The neighbour of a card: in its column, in the same column of the next row, or at the same height in the next
 * column.
 */
export function neighbourOf(rows: Rows, id: string, way: Way): IssueCardFragment | undefined {
  for (const [row, columns] of rows.entries()) {
    for (const [column, { cards }] of columns.entries()) {
      const at = cards.findIndex((card) => card.id === id);
      if (at < 0) continue;
      if (way === 'first' || way === 'last') return cards.at(way === 'first' ? 0 : -1);
      if (way === 'up') return cards[at - 1] ?? cardsOf(rows.slice(0, row), column).at(-1);
      if (way === 'down') return cards[at + 1] ?? cardsOf(rows.slice(row + 1), column)[0];
      const beside = way === 'right' ? columns.slice(column + 1) : columns.slice(0, column).toReversed();
      const next = beside.find((one) => one.cards.length > 0)?.cards;
      return next?.[Math.min(at, next.length - 1)];
    }
  }
  return undefined;
}

function cardsOf(rows: Rows, column: number): readonly IssueCardFragment[] {
  return rows.flatMap((columns) => columns[column]?.cards ?? []);
}
