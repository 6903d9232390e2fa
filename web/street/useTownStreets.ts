import { useQuery } from '@vue/apollo-composable';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { TownStreetsDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';

/** Milliseconds after the last letter until the search starts. */
const pauseMs = 200;

/** Streets of the town with their followers, read only for admins. */
export function useTownStreets() {
  const { ags, runsTown } = useTown();
  const { failureOf } = useErrorTexts();
  const typed = ref('');
  const search = ref<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (search.value = text.trim() || null), pauseMs);
  });
  onScopeDispose(() => clearTimeout(timer));
  const { result, loading, error, refetch, fetchMore } = useQuery(
    TownStreetsDocument,
    () => ({ ags: ags.value, search: search.value }),
    () => ({ enabled: runsTown.value, keepPreviousResult: true, fetchPolicy: 'cache-and-network' as const }),
  );
  const connection = computed(() => result.value?.municipality?.streets);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const shown = before.municipality?.streets;
        const more = next.municipality?.streets;
        if (!next.municipality || !shown || !more) return before;
        const streets = { ...more, nodes: [...shown.nodes, ...more.nodes] };
        return { ...next, municipality: { ...next.municipality, streets } };
      },
    });
  return {
    typed,
    search,
    streets: computed(() => connection.value?.nodes ?? []),
    total: computed(() => connection.value?.totalCount ?? 0),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    reread: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
