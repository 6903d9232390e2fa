import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { GroupsDocument } from '../gql/graphql.ts';

const pageSize = 60;

/** Groups of a town that the visitor may see: the town group first, then by name. */
export function useGroups(ags: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(GroupsDocument, () => ({
    ags: ags(),
    first: pageSize,
  }));
  const connection = computed(() => result.value?.municipality?.groups);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const shown = before.municipality?.groups;
        const more = next.municipality?.groups;
        if (!next.municipality || !shown || !more) return before;
        const groups = { ...more, edges: [...shown.edges, ...more.edges] };
        return { ...next, municipality: { ...next.municipality, groups } };
      },
    });
  return {
    groups: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
