import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { GroupDocument } from '../gql/graphql.ts';

export function useGroup(id: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(GroupDocument, () => ({ id: id() }));
  const group = computed(() => result.value?.group ?? null);
  return {
    group,
    isLoading: computed(() => loading.value && !group.value),
    isMissing: computed(() => !loading.value && !group.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !group.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}
