import { useQuery } from '@vue/apollo-composable';
import { computed, ref, watch } from 'vue';
import {
  WaitingPhotosDocument,
  type WaitingPhotoPartsFragment,
  type WaitingPhotosQuery,
} from '../../../gql/graphql.ts';
import { useErrorTexts } from '../../../shared/errors.ts';

type WaitingList = NonNullable<NonNullable<WaitingPhotosQuery['municipality']>['waitingPhotos']>;

const isWaiting = ({ photo }: WaitingPhotoPartsFragment) => photo.judgedAt === null;

/** Photos of a town that wait for a decision, and the one that is shown. Judged photos leave the list at once. */
export function useWaitingPhotos(ags: () => string, isAllowed: () => boolean) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch, fetchMore } = useQuery(
    WaitingPhotosDocument,
    () => ({ ags: ags(), first: 20 }),
    () => ({ enabled: isAllowed(), fetchPolicy: 'network-only' }),
  );
  const list = computed(() => result.value?.municipality?.waitingPhotos ?? null);
  const waiting = computed(() => (list.value?.nodes ?? []).filter(isWaiting));
  const at = ref(0);
  const index = computed(() => Math.max(0, Math.min(at.value, waiting.value.length - 1)));
  const readMore = (after: string) =>
    fetchMore({
      variables: { after },
      updateQuery: (before, { fetchMoreResult }) => joined(before, fetchMoreResult),
    });
  watch(
    () =>
      (index.value >= waiting.value.length - 3 && list.value?.pageInfo.hasNextPage && list.value.pageInfo.endCursor) ||
      null,
    (after) => after !== null && void readMore(after)?.catch(() => undefined), // the next step asks again
  );
  return {
    current: computed(() => waiting.value[index.value] ?? null),
    /** Place of the shown photo among all that wait, from 1. */
    number: computed(() => index.value + 1),
    /** Number of photos that wait, read or not. */
    total: computed(() => {
      const { totalCount = 0, nodes = [] } = list.value ?? {};
      return (totalCount ?? 0) - (nodes.length - waiting.value.length);
    }),
    isLoading: computed(() => loading.value && list.value === null),
    failure: computed(() => (error.value && list.value === null ? failureOf(error.value) : null)),
    step: (by: 1 | -1) => (at.value = Math.max(0, Math.min(index.value + by, waiting.value.length - 1))),
    /** Shows this photo, which waits again. */
    show: async (photoId: string) => {
      if (!waiting.value.some(({ photo }) => photo.id === photoId)) await refetch();
      at.value = Math.max(
        0,
        waiting.value.findIndex(({ photo }) => photo.id === photoId),
      );
    },
    refetch,
  };
}

function joined(before: WaitingPhotosQuery, more: WaitingPhotosQuery): WaitingPhotosQuery {
  const old: WaitingList | null | undefined = before.municipality?.waitingPhotos;
  const next = more.municipality?.waitingPhotos;
  if (!old || !next || !before.municipality) return before;
  const nodes = [...old.nodes.filter(isWaiting), ...next.nodes];
  return { ...before, municipality: { ...before.municipality, waitingPhotos: { ...next, nodes } } };
}
