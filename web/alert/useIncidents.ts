import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { IncidentsDocument } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';

const pageSize = 10;

/** Incidents of a town, the newest first. */
export function useIncidents(ags: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(IncidentsDocument, () => ({ ags: ags(), first: pageSize }), {
    fetchPolicy: 'cache-and-network',
  });
  const connection = computed(() => result.value?.municipality?.incidents);
  return {
    entries: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
