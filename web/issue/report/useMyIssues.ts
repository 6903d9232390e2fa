import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import { MyIssuesDocument } from '../../gql/graphql.ts';

export function useMyIssues() {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(MyIssuesDocument, { first: 20 });
  const connection = computed(() => result.value?.viewer?.issues);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        if (!before.viewer || !next?.viewer) return before;
        const edges = [...before.viewer.issues.edges, ...next.viewer.issues.edges];
        return { ...next, viewer: { ...next.viewer, issues: { ...next.viewer.issues, edges } } };
      },
    });
  return {
    issues: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
