import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { AgendaDocument } from '../gql/graphql.ts';

/** Dates of a town that are wanted. Without `from` those that have not ended. */
export interface AgendaWish {
  readonly ags: string;
  /** Group; null: all groups that the viewer may read. */
  readonly groupId: string | null;
  readonly from?: string;
  readonly to?: string;
  /** Number of dates on a page. */
  readonly first: number;
}

/** Dates of a town in the order of their start; null: nothing is asked yet. */
export function useAgenda(wish: () => AgendaWish | null) {
  const { failureOf } = useErrorTexts();
  const variables = computed(() => {
    const { ags = '', groupId = null, from, to, first = 1 } = wish() ?? {};
    return { ags, first, ...(groupId !== null && { groupIds: [groupId] }), ...(from && { from }), ...(to && { to }) };
  });
  const { result, loading, error, refetch, fetchMore } = useQuery(AgendaDocument, variables, () => ({
    enabled: wish() !== null,
    fetchPolicy: 'cache-and-network' as const,
  }));
  const connection = computed(() => result.value?.municipality?.occurrences);
  const loadMore = () =>
    fetchMore({
      variables: { ...variables.value, after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const shown = before.municipality?.occurrences;
        const more = next.municipality?.occurrences;
        if (!next.municipality || !shown || !more) return before;
        const occurrences = { ...more, edges: [...shown.edges, ...more.edges] };
        return { ...next, municipality: { ...next.municipality, occurrences } };
      },
    });
  return {
    entries: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
