import { computed } from 'vue';
import { onBeforeRouteLeave, useRoute, useRouter } from 'vue-router';
import { type BoardFilter, everything, filterFrom, queryOf } from '../board/boardFilter.ts';
import { stages } from '../moves.ts';

interface Searched {
  readonly filter: BoardFilter;
  /** Number or words; empty: every report. */
  readonly search: string;
  /** Whether closed reports are left out. */
  readonly openOnly: boolean;
}

/** Search words, filter and closed flag of the search, kept in the page's address like the filter of the board. */
export function useSearchFilter() {
  const route = useRoute();
  const router = useRouter();
  const searched = computed((): Searched => {
    const { search, open } = route.query;
    return {
      filter: filterFrom(route.query),
      search: typeof search === 'string' ? search.slice(0, 200) : '',
      openOnly: open === 'yes',
    };
  });
  // Words that are written to the address late must not cancel the way to a result.
  let isLeaving = false;
  onBeforeRouteLeave(() => {
    isLeaving = true;
  });
  const say = (part: Partial<Searched>) => {
    if (isLeaving) return;
    const { filter, search, openOnly } = { ...searched.value, ...part };
    const words = search.trim();
    void router.replace({
      query: { ...(words && { search: words }), ...queryOf(filter), ...(openOnly && { open: 'yes' }) },
    });
  };
  return {
    searched,
    /** Variables of the query. */
    wish: (ags: string) => ({
      ags,
      filter: { ...searched.value.filter, search: searched.value.search },
      stages: searched.value.openOnly ? stages.filter((stage) => stage !== 'DONE') : null,
    }),
    search: (words: string) => say({ search: words }),
    change: (part: Partial<BoardFilter>) => say({ filter: { ...searched.value.filter, ...part } }),
    clear: () => say({ filter: everything }),
    toggleOpen: () => say({ openOnly: !searched.value.openOnly }),
  };
}
