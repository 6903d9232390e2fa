import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { isNotFound, useErrorTexts } from '../../shared/errors.ts';
import { EventDocument, OccurrenceDocument } from '../../gql/graphql.ts';

/**
 * An event, and the date that is shown: the wanted one; without it, or if it is not one of the event, the next, and after
 * the last one the first.
 */
export function useEvent(id: () => string, dateId: () => string | null) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(EventDocument, () => ({ id: id() }), {
    fetchPolicy: 'cache-and-network',
  });
  const event = computed(() => result.value?.event ?? null);
  const dates = computed(() => event.value?.occurrences.edges.map(({ node }) => node) ?? []);
  const shownId = computed(() => {
    const wish = dateId();
    return wish ?? event.value?.nextOccurrence?.id ?? dates.value[0]?.id ?? null;
  });
  const dateQuery = useQuery(
    OccurrenceDocument,
    () => ({ id: shownId.value ?? '' }),
    () => ({ enabled: shownId.value !== null, fetchPolicy: 'cache-and-network' as const }),
  );
  const date = computed(() => {
    const found = dateQuery.result.value?.occurrence;
    return found && found.event.id === event.value?.id ? found : null;
  });
  const more = () =>
    fetchMore({
      variables: { after: event.value?.occurrences.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        if (!before.event || !next.event) return before;
        const { pageInfo, edges } = next.event.occurrences;
        const occurrences = {
          ...before.event.occurrences,
          pageInfo,
          edges: [...before.event.occurrences.edges, ...edges],
        };
        return { ...next, event: { ...next.event, occurrences } };
      },
    });
  return {
    event,
    date,
    dates,
    hasMoreDates: computed(() => event.value?.occurrences.pageInfo.hasNextPage ?? false),
    loadMoreDates: () => void more(),
    isLoading: computed(() => loading.value && !event.value),
    isMissing: computed(() => !loading.value && !event.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !event.value ? failureOf(error.value) : null)),
    refetch: () => {
      void refetch();
      if (shownId.value !== null) void dateQuery.refetch();
    },
  };
}
