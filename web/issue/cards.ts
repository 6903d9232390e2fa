import type { IssueCardFragment } from '../gql/graphql.ts';

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

/** Merges cards by id; the newest version wins, whether it came from a query, a subscription or a mutation. */
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
