import type { BoardLiveSubscription, IssueCardFragment, IssueStage } from '../gql/graphql.ts';
import { stages } from './moves.ts';

export type Cards = ReadonlyMap<string, IssueCardFragment>;

export interface BoardColumnCards {
  readonly stage: IssueStage;
  readonly cards: readonly IssueCardFragment[];
}

/** The newest version of each card wins, whether it came by query, by stream or as the answer to a move. */
export function mergeCards(cards: Cards, incoming: readonly IssueCardFragment[]): Cards {
  const merged = new Map(cards);
  for (const card of incoming) {
    const known = merged.get(card.id);
    if (!known || known.version <= card.version) merged.set(card.id, card);
  }
  return merged;
}

export function applyUpdate(cards: Cards, update: BoardLiveSubscription['issueBoard']): Cards {
  const merged = new Map(mergeCards(update.reset ? new Map() : cards, update.entries));
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
