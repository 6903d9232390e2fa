import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { PostsDocument, type PostState } from '../gql/graphql.ts';

const pageSize = 10;

export function usePosts(ags: () => string, state: PostState) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(PostsDocument, () => ({
    ags: ags(),
    state,
    first: pageSize,
  }));
  const connection = computed(() => result.value?.municipality?.posts);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        if (!before.municipality?.posts || !next?.municipality?.posts) return before;
        const edges = [...before.municipality.posts.edges, ...next.municipality.posts.edges];
        return { ...next, municipality: { ...next.municipality, posts: { ...next.municipality.posts, edges } } };
      },
    });
  return {
    posts: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
