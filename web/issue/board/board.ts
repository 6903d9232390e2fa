import type { IssueCardFragment, IssueStage } from '../../gql/graphql.ts';

export type Cards<Card = IssueCardFragment> = ReadonlyMap<string, Card>;

interface Versioned {
  readonly id: string;
  readonly version: number;
}

interface BoardUpdate<Card> {
  readonly entries: readonly Card[];
  readonly removedIds: readonly string[];
  readonly reset: boolean;
  readonly cursor: string;
}

export interface BoardColumnCards {
  readonly stage: IssueStage;
  /** Those that are loaded. */
  readonly cards: readonly IssueCardFragment[];
  /** How many there are. */
  readonly count: number;
}

/** The newest version of each card wins, whether it came by query, by stream or as the answer to a move. */
export function mergeCards<Card extends Versioned>(cards: Cards<Card>, incoming: readonly Card[]): Cards<Card> {
  const merged = new Map(cards);
  for (const card of incoming) {
    const known = merged.get(card.id);
    if (!known || known.version <= card.version) merged.set(card.id, card);
  }
  return merged;
}

export function applyUpdate<Card extends Versioned>(cards: Cards<Card>, update: BoardUpdate<Card>): Cards<Card> {
  const merged = new Map(mergeCards(update.reset ? new Map<string, Card>() : cards, update.entries));
  for (const id of update.removedIds) merged.delete(id);
  return merged;
}

export type Way = 'up' | 'down' | 'left' | 'right' | 'first' | 'last';
type Rows = readonly (readonly BoardColumnCards[])[];

/** The card that lies beside another: in its column, in the same column of the next row, or as high in the next column. */
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
