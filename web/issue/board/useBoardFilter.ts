import { computed } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { type BoardFilter, everything, filterFrom, queryOf } from './boardFilter.ts';
import type { LaneWish } from './useBoard.ts';

interface Desk {
  readonly id: string;
  readonly name: string;
}

/** The filter stands in the address of the page: it can be shared, kept and gone back to. */
export function useBoardFilter() {
  const route = useRoute();
  const router = useRouter();
  const filter = computed(() => filterFrom(route.query));
  const byDesk = computed(() => route.query.lanes === 'desk');
  const say = (next: BoardFilter, lanes: boolean) =>
    void router.replace({ query: { ...queryOf(next), ...(lanes && { lanes: 'desk' }) } });
  return {
    filter,
    /** One row for each desk. */
    byDesk,
    isFiltered: computed(() => Object.keys(queryOf(filter.value)).length > 0),
    change: (part: Partial<BoardFilter>) => say({ ...filter.value, ...part }, byDesk.value),
    clear: () => say(everything, byDesk.value),
    toggleLanes: () => say(filter.value, !byDesk.value),
  };
}

/** The rows of the board: one with everything, or one for each desk that the filter leaves, and what has none. */
export function lanesOf(
  filter: BoardFilter,
  desks: readonly Desk[],
  mine: ReadonlySet<string>,
  rest: string,
): LaneWish[] {
  const isShown = ({ id }: Desk) =>
    (filter.deskId ?? id) === id && (!filter.mine || mine.has(id)) && !filter.withoutDesk;
  const lanes = desks.filter(isShown).map(({ id, name }) => ({ key: id, name, filter: { ...filter, deskId: id } }));
  if (filter.deskId !== null || filter.mine) return lanes;
  return [...lanes, { key: 'none', name: rest, filter: { ...filter, withoutDesk: true } }];
}
