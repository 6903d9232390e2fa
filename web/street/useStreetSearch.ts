import { useQuery } from '@vue/apollo-composable';
import { computed, onScopeDispose, ref, watch } from 'vue';
import { FindStreetsDocument, HasStreetsDocument, type StreetPartsFragment } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';

/** Milliseconds after the last letter until the search starts. */
const pauseMs = 150;

/** Streets of a town that match what is typed. */
export function useStreetSearch(ags: () => string) {
  const { failureOf } = useErrorTexts();
  const typed = ref('');
  const search = ref('');
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (search.value = text.trim()), pauseMs);
  });
  onScopeDispose(() => clearTimeout(timer));
  const { result, loading, error } = useQuery(
    FindStreetsDocument,
    () => ({ ags: ags(), search: search.value }),
    () => ({ enabled: search.value !== '', keepPreviousResult: true }),
  );
  const streets = computed((): readonly StreetPartsFragment[] =>
    search.value === '' || typed.value.trim() === '' ? [] : (result.value?.municipality?.streets?.nodes ?? []),
  );
  return {
    typed,
    streets,
    /** Whether the streets are those of what is typed now. */
    isSettled: computed(() => search.value === typed.value.trim() && !loading.value),
    failure: computed(() => (error.value ? failureOf(error.value) : null)),
  };
}

/** Whether the town has streets that people can follow. */
export function useHasStreets(ags: () => string) {
  const { result } = useQuery(HasStreetsDocument, () => ({ ags: ags() }));
  return computed(() => (result.value?.municipality?.streets?.nodes.length ?? 0) > 0);
}
