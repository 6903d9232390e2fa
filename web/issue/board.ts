import type { IssueCardFragment, IssueStage } from '../gql/graphql.ts';
import { stages } from './moves.ts';

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
  readonly cards: readonly IssueCardFragment[];
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

/** Cards by column, newest report on top; `deskId` null shows all desks. */
export function columnsOf(cards: Cards, deskId: string | null): BoardColumnCards[] {
  const shown = [...cards.values()]
    .filter(({ desk }) => deskId === null || desk?.id === deskId)
    .toSorted((a, b) => b.createdAt.localeCompare(a.createdAt));
  return stages.map((stage) => ({ stage, cards: shown.filter((card) => card.stage === stage) }));
}
