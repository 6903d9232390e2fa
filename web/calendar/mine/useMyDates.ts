import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { MyDatesDocument } from '../../gql/graphql.ts';
import { useTown } from '../../municipality/useTown.ts';
import { useViewer } from '../../identity/useViewer.ts';
import { useErrorTexts } from '../../shared/errors.ts';

/** Dates of this town to which the viewer comes, may come or waits for a seat, in the order of their start. */
export function useMyDates(first: number) {
  const { ags, uses } = useTown();
  const { isSignedIn } = useViewer();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(
    MyDatesDocument,
    () => ({ first }),
    () => ({ enabled: isSignedIn.value && uses('CALENDAR'), fetchPolicy: 'cache-and-network' as const }),
  );
  const connection = computed(() => result.value?.viewer?.eventDates);
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        if (!before.viewer || !next.viewer) return before;
        const edges = [...before.viewer.eventDates.edges, ...next.viewer.eventDates.edges];
        return { ...next, viewer: { ...next.viewer, eventDates: { ...next.viewer.eventDates, edges } } };
      },
    });
  return {
    dates: computed(
      () =>
        connection.value?.edges.map(({ node }) => node).filter(({ event }) => event.municipality.ags === ags.value) ??
        [],
    ),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    loadMore: () => void loadMore(),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}
