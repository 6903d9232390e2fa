import { computed, ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { IssueOrder } from '../../gql/graphql.ts';
import { recall, remember } from '../../shared/storage.ts';
import { type BoardFilter, everything, filterFrom, queryOf } from './boardFilter.ts';
import type { LaneWish } from './useBoard.ts';

/** Key of the chosen order on this device; signing in as another person deletes it. */
const orderKey = 'mine.board.order';
interface BoardLook extends Pick<LaneWish, 'filter' | 'order'> {
  readonly byDesk: boolean;
}
interface Desk {
  readonly id: string;
  readonly name: string;
}

/**
 * The board's filter and layout, kept in the page's address, so that they can be shared, stored and returned to. Without
 * an order in the address the last choice of this person applies, at first the earliest deadline.
 */
export function useBoardFilter() {
  const route = useRoute();
  const router = useRouter();
  // The same object while nothing changes: opening a report must not render the board again.
  const filter = computed<BoardFilter>((before) => {
    const next = filterFrom(route.query);
    return before && JSON.stringify(before) === JSON.stringify(next) ? before : next;
  });
  const byDesk = computed(() => route.query.lanes === 'desk');
  const kept = ref(recall(orderKey));
  const order = computed((): IssueOrder => {
    const wished = route.query.order ?? kept.value;
    return wished === 'newest' ? 'NEWEST' : 'DUE';
  });
  const say = (next: BoardFilter, lanes = byDesk.value, more: { order?: string } = {}) => {
    const looks = { ...(lanes && { lanes: 'desk' }), ...(route.query.order && { order: route.query.order }), ...more };
    void router.replace({ query: { ...queryOf(next), ...looks } });
  };
  return {
    filter,
    /** Whether the board has one row per desk. */
    byDesk,
    order,
    look: computed((): BoardLook => ({ filter: filter.value, order: order.value, byDesk: byDesk.value })),
    isFiltered: computed(() => Object.keys(queryOf(filter.value)).length > 0),
    change: (part: Partial<BoardFilter>) => say({ ...filter.value, ...part }),
    clear: () => say(everything),
    toggleLanes: () => say(filter.value, !byDesk.value),
    toggleOrder: () => {
      const next = order.value === 'DUE' ? 'newest' : 'due';
      remember(orderKey, next);
      kept.value = next;
      say(filter.value, byDesk.value, { order: next });
    },
  };
}

/** Rows of the board: one for everything, or one per desk that the filter permits and one without a desk. */
export function lanesOf(
  { filter, order, byDesk }: BoardLook,
  desks: readonly Desk[],
  mine: ReadonlySet<string>,
  rest: string,
): LaneWish[] {
  if (!byDesk) return [{ key: 'all', name: null, filter, order }];
  const isShown = ({ id }: Desk) =>
    (filter.deskId ?? id) === id && (!filter.mine || mine.has(id)) && !filter.withoutDesk;
  const lanes = desks
    .filter(isShown)
    .map(({ id, name }) => ({ key: id, name, filter: { ...filter, deskId: id }, order }));
  if (filter.deskId !== null || filter.mine) return lanes;
  return [...lanes, { key: 'none', name: rest, filter: { ...filter, withoutDesk: true }, order }];
}
