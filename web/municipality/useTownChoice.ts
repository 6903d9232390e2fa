import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { TownsDocument } from '../gql/graphql.ts';

/**
 * Towns to choose from: those on the platform first, then all others, so that their people learn that they are
 * missing.
 */
export function useTownChoice() {
  const { failureOf } = useErrorTexts();
  const typed = ref('');
  const search = ref<string | null>(null);
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (search.value = text.trim() || null), 200);
  });

  const active = useQuery(TownsDocument, () => ({ search: search.value, onPlatform: true }), {
    keepPreviousResult: true,
  });
  const others = useQuery(
    TownsDocument,
    () => ({ search: search.value, onPlatform: false }),
    () => ({ keepPreviousResult: true, enabled: search.value !== null }),
  );
  const error = computed(() => active.error.value ?? others.error.value);
  return {
    typed,
    isSearching: computed(() => search.value !== null),
    isLoading: computed(() => !active.result.value && active.loading.value),
    active: computed(() => active.result.value?.municipalities?.edges.map(({ node }) => node) ?? []),
    others: computed(() =>
      search.value === null ? [] : (others.result.value?.municipalities?.edges.map(({ node }) => node) ?? []),
    ),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
    retry: () => void active.refetch(),
  };
}
