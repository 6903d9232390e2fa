import type {
  BoardCountFragment,
  BoardStartQuery,
  IssueCardFragment,
  IssueOrder,
  IssueStage,
} from '../../gql/graphql.ts';
import { type Cards, mergeCards } from '../cards.ts';
import type { BoardColumnCards } from './board.ts';
import type { BoardFilter } from './boardFilter.ts';
import { comparisons } from './boardOrder.ts';
import { stageOf, stages } from '../moves.ts';

/** End of the loaded part of a column. `cursor`: of the next page; null: there is none. */
export interface ColumnEnd {
  readonly cursor: string | null;
  /** Last card that was read. */
  readonly last: IssueCardFragment | null;
}
type Counts = Readonly<Partial<Record<IssueStage, number>>>;

/** State of a lane: the loaded cards and the number of all cards of each column. */
export interface Lane {
  readonly cards: Cards;
  readonly ends: Readonly<Record<IssueStage, ColumnEnd>>;
  readonly counts: Counts;
  readonly order: IssueOrder;
}

export type Start = NonNullable<NonNullable<BoardStartQuery['municipality']>['issueBoard']>;
type Slice = NonNullable<Start['NEW']>;

const unread: ColumnEnd = { cursor: null, last: null };
export const emptyLane: Lane = {
  cards: new Map(),
  ends: { NEW: unread, REVIEWED: unread, IN_PROGRESS: unread, WAITING: unread, DONE: unread },
  counts: {},
  order: 'NEWEST',
};

export function laneFrom(start: Start, order: IssueOrder): Lane {
  const slices = stages.map((stage) => [stage, start[stage]] as const);
  return {
    cards: mergeCards(
      new Map(),
      slices.flatMap(([, slice]) => cardsOf(slice)),
    ),
    ends: Object.assign({}, emptyLane.ends, Object.fromEntries(slices.map(([stage, slice]) => [stage, endOf(slice)]))),
    counts: countsOf(start.counts),
    order,
  };
}

/** Adds the next page of a column. */
export function withSlice(lane: Lane, stage: IssueStage, slice: Slice | null | undefined): Lane {
  const end = endOf(slice, lane.ends[stage].last);
  return { ...lane, cards: mergeCards(lane.cards, cardsOf(slice)), ends: { ...lane.ends, [stage]: end } };
}

/** Numbers of the board that belong to a lane. */
export function countsIn(counts: readonly BoardCountFragment[], { deskId, withoutDesk }: BoardFilter): Counts {
  return countsOf(
    counts.filter((one) => (deskId === null || one.deskId === deskId) && (!withoutDesk || one.deskId === null)),
  );
}

function countsOf(counts: readonly BoardCountFragment[]): Counts {
  const sums: Partial<Record<IssueStage, number>> = {};
  for (const { stage, count } of counts) sums[stage] = (sums[stage] ?? 0) + count;
  return sums;
}

/**
 * Puts a changed card into the lane, unless the known one is newer. A shown card stays shown in any column; another
 * one is added if it lies in the loaded part of its column. Counts are adjusted; for an unknown card its last move is
 * used.
 */
export function withCard(lane: Lane, card: IssueCardFragment, isWanted: boolean): Lane {
  const known = lane.cards.get(card.id);
  if (known && known.version > card.version) return lane;
  const from = known ? known.stage : stageBefore(card);
  const to = isWanted ? card.stage : undefined;
  const cards = new Map(lane.cards);
  if (!isWanted) cards.delete(card.id);
  else if (known || isLoaded(lane, card)) cards.set(card.id, card);
  return { ...lane, cards, counts: shifted(lane.counts, known || isWanted ? from : undefined, to) };
}

export function withoutCard(lane: Lane, id: string): Lane {
  const known = lane.cards.get(id);
  if (!known) return lane;
  const cards = new Map(lane.cards);
  cards.delete(id);
  return { ...lane, cards, counts: shifted(lane.counts, known.stage, undefined) };
}

/** Number of loaded cards of a column. */
export function loadedIn({ cards }: Lane, stage: IssueStage): number {
  let count = 0;
  for (const card of cards.values()) if (card.stage === stage) count++;
  return count;
}

/** Columns with sorted cards, and their counts. */
export function columnsOf({ cards, counts, order }: Lane): BoardColumnCards[] {
  const byStage = Map.groupBy(cards.values(), ({ stage }) => stage);
  return stages.map((stage) => {
    const inStage = (byStage.get(stage) ?? []).toSorted(comparisons[order]);
    return { stage, cards: inStage, count: Math.max(counts[stage] ?? 0, inStage.length) };
  });
}

function isLoaded({ ends, order }: Lane, card: IssueCardFragment): boolean {
  const { cursor, last } = ends[card.stage];
  return cursor === null || last === null || comparisons[order](card, last) <= 0;
}

function stageBefore({ lastMove }: IssueCardFragment): IssueStage | undefined {
  return lastMove.from ? stageOf(lastMove.from) : undefined;
}

function shifted(counts: Counts, from: IssueStage | undefined, to: IssueStage | undefined): Counts {
  if (from === to) return counts;
  const next = { ...counts };
  if (from) next[from] = Math.max(0, (next[from] ?? 0) - 1);
  if (to) next[to] = (next[to] ?? 0) + 1;
  return next;
}

function cardsOf(slice: Slice | null | undefined): IssueCardFragment[] {
  return slice?.edges.map(({ node }) => node) ?? [];
}

function endOf(slice: Slice | null | undefined, before: IssueCardFragment | null = null): ColumnEnd {
  const cursor = slice?.pageInfo.hasNextPage ? (slice.pageInfo.endCursor ?? null) : null;
  return { cursor, last: cardsOf(slice).at(-1) ?? before };
}
