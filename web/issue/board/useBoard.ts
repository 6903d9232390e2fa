import { computed, inject, onScopeDispose, provide, shallowReactive, type InjectionKey } from 'vue';
import { BoardLiveDocument, type IssueCardFragment, type IssueOrder } from '../../gql/graphql.ts';
import { useLive } from '../../shared/live.ts';
import { createBeginning } from './boardBeginning.ts';
import type { BoardFilter } from './boardFilter.ts';
import { useBoardCounts } from './useBoardCounts.ts';
import { useBoardLane, type BoardLane } from './useBoardLane.ts';

/** One row of the board: the whole board or one desk. */
export interface LaneWish {
  readonly key: string;
  readonly name: string | null;
  readonly filter: BoardFilter;
  readonly order: IssueOrder;
}
interface Town {
  readonly id: string;
  readonly ags: string;
  readonly timeZone?: string;
  readonly viewerRoles: readonly { readonly desk: { readonly id: string } | null }[];
}
interface BoardSurroundings {
  /** Account of the viewer; null until it is known. */
  readonly viewerId?: () => string | null;
  /** Called after each message of the subscription. */
  readonly onChange?: () => void;
}
type Board = ReturnType<typeof createBoard>;
const boardKey: InjectionKey<Board> = Symbol('board');

/** The board of a town, updated by one subscription for all its lanes. `town` is null until it is known. */
export function useBoard(
  town: () => Town | null,
  wishes: () => readonly LaneWish[],
  filter: () => BoardFilter,
  { viewerId = () => null, onChange = () => undefined }: BoardSurroundings = {},
) {
  const board = createBoard(town, wishes, filter, viewerId);
  provide(boardKey, board);
  const live = useLive({
    document: BoardLiveDocument,
    variables: () => {
      const { id } = town() ?? {};
      return id && board.beginning.cursor() !== undefined ? { municipalityId: id } : null;
    },
    startCursor: board.beginning.cursor,
    cursorOf: (data) => data.issueBoard.cursor,
    onMessage: ({ issueBoard: { entries, removedIds, reset } }) => {
      onChange();
      if (reset && board.lanes.size > 1) void board.numbers.count();
      for (const lane of board.lanes.values()) {
        for (const id of removedIds) lane.remove(id);
        // After a long absence the subscription sends only the newest page, so the lanes are read again.
        if (reset) void lane.load();
        else for (const card of entries) lane.place(card);
      }
    },
  });
  return { ...board, live };
}

function createBoard(
  town: () => Town | null,
  wishes: () => readonly LaneWish[],
  filter: () => BoardFilter,
  viewerId: () => string | null,
) {
  const lanes = shallowReactive(new Map<string, BoardLane>());
  const inOrder = computed(() => wishes().flatMap(({ key }) => lanes.get(key) ?? []));
  const desks = computed(() => new Set(town()?.viewerRoles.flatMap(({ desk }) => desk?.id ?? [])));
  const beginning = createBeginning(() => town()?.id ?? null);
  const numbers = useBoardCounts({
    ags: () => town()?.ags,
    filter,
    hasBegun: () => beginning.cursor() !== undefined,
    hasRows: () => wishes().length > 1,
    take: (counts) => lanes.forEach((lane) => lane.takeCounts(counts)),
  });
  return {
    lanes,
    town,
    viewerId,
    beginning,
    numbers,
    /** Ids of the desks where the viewer works. */
    desks,
    rows: computed(() => inOrder.value.map(({ columns }) => columns.value)),
    columns: computed(() => inOrder.value.flatMap(({ columns }) => columns.value)),
    total: computed(() =>
      inOrder.value.flatMap(({ columns }) => columns.value).reduce((sum, { count }) => sum + count, 0),
    ),
    /** Whether all lanes are read and none has a card. */
    isEmpty: computed(
      () =>
        inOrder.value.length > 0 &&
        inOrder.value.every(
          ({ isKnown, failure, columns }) =>
            isKnown.value && failure.value === null && columns.value.every(({ count }) => count === 0),
        ),
    ),
    /** Puts a card into its place in all lanes; an older version is ignored. */
    place: (card: IssueCardFragment) => lanes.forEach((lane) => lane.place(card)),
    putBack: (card: IssueCardFragment) => lanes.forEach((lane) => lane.putBack(card)),
  };
}

/**
 * Lane of a component below the board; it receives all changes while the component exists. `isWanted`: whether its
 * cards are read; before, only their number is known.
 */
export function useLane(wish: () => LaneWish, isWanted: () => boolean) {
  const board = inject(boardKey);
  if (!board) throw new Error('useLane works below the board only');
  const lane = useBoardLane({
    wish: () => {
      const town = board.town();
      const { filter, order, name } = wish();
      if (town === null) return null;
      const { ags, timeZone = 'Europe/Berlin' } = town;
      return { ags, filter, order, desks: board.desks.value, timeZone, isLow: name !== null };
    },
    isWanted,
    beginning: board.beginning,
    viewerId: board.viewerId,
    onUnseen: board.numbers.countSoon,
  });
  const { key } = wish();
  board.lanes.set(key, lane);
  onScopeDispose(() => board.lanes.delete(key));
  return lane;
}
