import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import { LegalPagesDocument } from '../../gql/graphql.ts';
import { useTown } from '../useTown.ts';

/** Legal pages as the town has written them. */
export function useLegalPages() {
  const { ags } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, error, loading, refetch } = useQuery(LegalPagesDocument, () => ({ ags: ags.value }));
  return {
    pages: computed(() => result.value?.municipality?.legalPages ?? null),
    isLoading: computed(() => loading.value && !result.value),
    failure: computed(() => (error.value && !result.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
