import { useQuery } from '@vue/apollo-composable';
import { computed, ref, shallowRef, watch } from 'vue';
import { isNotFound, useErrorTexts } from '../../shared/errors.ts';
import { WallDocument, WallLiveDocument, type WallLiveSubscription, type WallQuery } from '../../gql/graphql.ts';
import { useLive } from '../../shared/live.ts';

type Update = WallLiveSubscription['pollResults'];

/**
 * A poll for a hall: what is asked for is what everybody may see. A vote of whoever opened the page opens nothing here,
 * and nothing is taken from the cache or left in it.
 */
export function useWall(id: () => string) {
  const { failureOf } = useErrorTexts();
  const withTally = ref(false);
  const update = shallowRef<Update | null>(null);
  const { result, loading, error, refetch } = useQuery(WallDocument, () => ({ id: id(), withTally: withTally.value }), {
    fetchPolicy: 'no-cache',
  });
  const read = computed(() => result.value?.poll ?? null);
  const poll = computed(() => (read.value && update.value ? { ...read.value, ...update.value.poll } : read.value));
  const results = computed(() => update.value ?? read.value?.results ?? null);
  const live = useLive({
    document: WallLiveDocument,
    variables: () => (read.value ? { pollId: read.value.id, withTally: withTally.value } : null),
    cursorOf: ({ pollResults }) => pollResults.cursor,
    onMessage: ({ pollResults }) => (update.value = pollResults),
  });

  watch(
    () => poll.value !== null && isForEverybody(poll.value),
    (isForAll) => (withTally.value = isForAll),
  );
  return {
    poll,
    live,
    turnout: computed(() => results.value?.turnout ?? 0),
    /** Null: not to be seen by everybody, or not yet read. */
    tally: computed(() => (results.value && 'questions' in results.value ? results.value : null)),
    hidden: computed(() => (results.value && 'hiddenBecause' in results.value ? results.value : null)),
    isLoading: computed(() => loading.value && !poll.value),
    isMissing: computed(() => !loading.value && !poll.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !poll.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}

/** Who is to confirm a result sees it before the hall may. */
function isForEverybody({ resultsVisibility, state, confirmedAt }: NonNullable<WallQuery['poll']>): boolean {
  if (resultsVisibility === 'AFTER_CONFIRMATION') return Boolean(confirmedAt);
  return resultsVisibility === 'LIVE' || state === 'CLOSED';
}
