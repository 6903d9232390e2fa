import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { PostDocument } from '../gql/graphql.ts';

/** One post as the viewer may read it. */
export function usePost(id: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(PostDocument, () => ({ id: id() }));
  const post = computed(() => result.value?.post ?? null);
  return {
    post,
    isLoading: computed(() => loading.value && !post.value),
    isMissing: computed(() => !loading.value && !post.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !post.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}
