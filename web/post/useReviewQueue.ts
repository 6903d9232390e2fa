import { useQuery } from '@vue/apollo-composable';
import { computed, watch } from 'vue';
import { PostsInReviewDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useReviewCount } from './useReviewCount.ts';

const pageSize = 20;

/** Posts of the town that wait for approval, the longest wait first. They are asked for again when their number changes. */
export function useReviewQueue() {
  const { ags, hasRole } = useTown();
  const { failureOf } = useErrorTexts();
  const isReviewer = computed(() => hasRole('EDITOR', 'ADMIN'));
  const { result, loading, error, refetch, fetchMore } = useQuery(
    PostsInReviewDocument,
    () => ({ ags: ags.value, first: pageSize }),
    () => ({ enabled: isReviewer.value, fetchPolicy: 'cache-and-network' }),
  );
  const connection = computed(() => result.value?.municipality?.postsInReview);
  watch(useReviewCount(), () => {
    if (connection.value) void refetch();
  });
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const known = before.municipality?.postsInReview;
        const more = next?.municipality?.postsInReview;
        if (!known || !more || !next?.municipality) return before;
        const postsInReview = { ...more, edges: [...known.edges, ...more.edges] };
        return { ...next, municipality: { ...next.municipality, postsInReview } };
      },
    });
  return {
    isReviewer,
    posts: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
