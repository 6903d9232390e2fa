import { useQuery } from '@vue/apollo-composable';
import { computed } from 'vue';
import { NoticesDocument, NoticesLiveDocument } from '../gql/graphql.ts';
import { useTown } from '../municipality/useTown.ts';
import { useErrorTexts } from '../shared/errors.ts';
import { useLive } from '../shared/live.ts';

const pageSize = 20;

/** Notices of the town, open or decided; live. */
export function useNotices(isDecided: () => boolean) {
  const { ags, town, makesPolls } = useTown();
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(
    NoticesDocument,
    () => ({ ags: ags.value, isDecided: isDecided(), first: pageSize }),
    () => ({ enabled: makesPolls.value, fetchPolicy: 'cache-and-network' }),
  );
  const connection = computed(() => result.value?.municipality?.notices);
  const live = useLive({
    document: NoticesLiveDocument,
    variables: () => (town.value && makesPolls.value ? { municipalityId: town.value.id } : null),
    cursorOf: (data) => data.notices.cursor,
    onMessage: ({ notices: { reset } }) => {
      if (!reset) void refetch();
    },
  });
  const loadMore = () =>
    fetchMore({
      variables: { after: connection.value?.pageInfo.endCursor },
      updateQuery: (before, { fetchMoreResult: next }) => {
        const known = before.municipality?.notices;
        const more = next?.municipality?.notices;
        if (!known || !more || !next?.municipality) return before;
        const notices = { ...more, edges: [...known.edges, ...more.edges] };
        return { ...next, municipality: { ...next.municipality, notices } };
      },
    });
  return {
    notices: computed(() => connection.value?.edges.map(({ node }) => node) ?? []),
    total: computed(() => connection.value?.totalCount ?? null),
    hasMore: computed(() => connection.value?.pageInfo.hasNextPage ?? false),
    isLoading: computed(() => loading.value && !connection.value),
    failure: computed(() => (error.value && !connection.value ? failureOf(error.value) : null)),
    live,
    refetch: () => void refetch(),
    loadMore: () => void loadMore(),
  };
}
