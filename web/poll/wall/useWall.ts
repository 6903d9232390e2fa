import { useQuery } from '@vue/apollo-composable';
import { computed, ref, shallowRef, watch } from 'vue';
import { isNotFound, useErrorTexts } from '../../shared/errors.ts';
import { WallDocument, WallLiveDocument, type WallLiveSubscription, type WallQuery } from '../../gql/graphql.ts';
import { useLive } from '../../shared/live.ts';

type Update = WallLiveSubscription['pollResults'];

/**
 * A poll for a hall: requests only what everybody may see. The presenter's vote has no effect, and the cache is
 * neither read nor written.
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
    /** Results; null: hidden from everybody, or not read yet. */
    tally: computed(() => (results.value && 'questions' in results.value ? results.value : null)),
    hidden: computed(() => (results.value && 'hiddenBecause' in results.value ? results.value : null)),
    isLoading: computed(() => loading.value && !poll.value),
    isMissing: computed(() => !loading.value && !poll.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !poll.value ? failureOf(error.value) : null)),
    retry: () => void refetch(),
  };
}

/** Whether everybody may see the results. People who confirm a result see it earlier, but the hall may not. */
function isForEverybody({ resultsVisibility, state, confirmedAt }: NonNullable<WallQuery['poll']>): boolean {
  if (resultsVisibility === 'AFTER_CONFIRMATION') return Boolean(confirmedAt);
  return resultsVisibility === 'LIVE' || state === 'CLOSED';
}
