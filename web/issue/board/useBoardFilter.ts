import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import type { IssueOrder } from '../../gql/graphql.ts';
import { type BoardFilter, everything, filterFrom, queryOf } from './boardFilter.ts';
import type { LaneWish } from './useBoard.ts';

interface Look {
  readonly lanes: boolean;
  readonly by: IssueOrder;
}
interface BoardLook extends Pick<LaneWish, 'filter' | 'order'> {
  readonly byDesk: boolean;
}
interface Desk {
  readonly id: string;
  readonly name: string;
}

/** The board's filter and layout, kept in the page's address, so that they can be shared, stored and returned to. */
export function useBoardFilter() {
  const route = useRoute();
  const router = useRouter();
  const filter = computed(() => filterFrom(route.query));
  const byDesk = computed(() => route.query.lanes === 'desk');
  const order = computed((): IssueOrder => (route.query.order === 'due' ? 'DUE' : 'NEWEST'));
  const say = (next: BoardFilter, look: Partial<Look> = {}) => {
    const { lanes, by } = { lanes: byDesk.value, by: order.value, ...look };
    const looks = { ...(lanes && { lanes: 'desk' }), ...(by === 'DUE' && { order: 'due' }) };
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
    toggleLanes: () => say(filter.value, { lanes: !byDesk.value }),
    toggleOrder: () => say(filter.value, { by: order.value === 'DUE' ? 'NEWEST' : 'DUE' }),
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
