import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { IdeasDocument } from '../gql/graphql.ts';

const pageSize = 20;

/** Ideas of a town, newest first. */
export function useIdeas(ags: () => string) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(
    IdeasDocument,
    () => ({ ags: ags(), first: pageSize }),
    { fetchPolicy: 'cache-and-network' },
  );
  const town = computed(() => result.value?.municipality ?? null);
  const connection = computed(() => town.value?.ideas);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const known = before.municipality?.ideas;
        const more = next?.municipality?.ideas;
        if (!known || !more || !next?.municipality) return before;
        return {
          ...next,
          municipality: { ...next.municipality, ideas: { ...more, edges: [...known.edges, ...more.edges] } },
        };
      },
    });
  return {
    ideas: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    threshold: computed(() => town.value?.ideaThreshold ?? null),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
