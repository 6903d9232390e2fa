import type { BoardColumnCards } from './board.ts';

/** Place of a report in the order of the board: column by column, each from above. */
export interface StepPlace {
  /** Index of the column, counted through all rows of the board. */
  readonly column: number;
  /** Number of the report among all reports of the board, from 1. */
  readonly position: number;
  readonly total: number;
  /** References of the neighbours; null: there is none, or it is not loaded yet. */
  readonly previous: string | null;
  readonly next: string | null;
}

type Columns = readonly BoardColumnCards[];

/** Place of the report; null if it is not among the loaded cards. */
export function placeOf(columns: Columns, reference: string): StepPlace | null {
  const total = countOf(columns);
  for (const [column, { cards, count }] of columns.entries()) {
    const at = cards.findIndex((card) => card.reference === reference);
    if (at < 0) continue;
    const before = columns.slice(0, column);
    const previous = cards[at - 1] ?? before.flatMap((one) => one.cards).at(-1);
    // The rest of the column comes before the next column, although it is not loaded yet.
    const isEnd = at + 1 < cards.length || count <= cards.length;
    const next = isEnd ? (cards[at + 1] ?? columns.slice(column + 1).flatMap((one) => one.cards)[0]) : undefined;
    return {
      column,
      position: countOf(before) + at + 1,
      total,
      previous: previous?.reference ?? null,
      next: next?.reference ?? null,
    };
  }
  return null;
}

/**
 * Place from which the reader goes on: where the report was when it was opened, because a report that is moved
 * meanwhile must not take its reader along to another column. Neighbours that have left the board are omitted.
 */
export function placeToGoOn(columns: Columns, reference: string, before: StepPlace | null): StepPlace | null {
  const place = placeOf(columns, reference);
  if (before === null || before.column === place?.column) return place;
  const stillThere = (one: string | null) => (one !== null && placeOf(columns, one) ? one : null);
  return {
    ...before,
    total: countOf(columns),
    previous: stillThere(before.previous),
    next: stillThere(before.next),
  };
}

function countOf(columns: Columns): number {
  return columns.reduce((sum, { count }) => sum + count, 0);
}
