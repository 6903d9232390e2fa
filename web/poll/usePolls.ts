import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { PollsDocument, type PollState } from '../gql/graphql.ts';

const pageSize = 10;

export function usePolls(ags: () => string, state: PollState, enabled: () => boolean = () => true) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(
    PollsDocument,
    () => ({ ags: ags(), state, first: pageSize }),
    () => ({ enabled: enabled() }),
  );
  const connection = computed(() => result.value?.municipality?.polls);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const known = before.municipality?.polls;
        const more = next?.municipality?.polls;
        if (!known || !more || !next?.municipality) return before;
        const polls = { ...more, edges: [...known.edges, ...more.edges] };
        return { ...next, municipality: { ...next.municipality, polls } };
      },
    });
  return {
    polls: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
