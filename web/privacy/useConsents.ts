import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { MyConsentsDocument } from '../gql/graphql.ts';
import { useErrorTexts } from '../shared/errors.ts';

/** Consents of the person, the newest first. */
export function useConsents() {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(MyConsentsDocument, {}, { fetchPolicy: 'cache-and-network' });
  return {
    consents: computed(() => result.value?.viewer?.consents ?? []),
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
