import { useQuery } from '@vue/apollo-composable';
import { computed, watch } from 'vue';
import { isNotFound, useErrorTexts } from '../shared/errors.ts';
import { MyVoteDocument, PollDocument } from '../gql/graphql.ts';
import { noVote, type OwnVote } from './ownVote.ts';
import { usePollLive } from './usePollLive.ts';

interface Reading {
  /** `cache-first` on cards, whose list has read the poll already. */
  readonly fetchPolicy?: 'cache-first';
  /** Whether the poll is visible; results are updated only then. */
  readonly isSeen?: () => boolean;
}

/** One poll with live results and the viewer's vote. */
export function usePoll(id: () => string, { fetchPolicy, isSeen = () => true }: Reading = {}) {
  const { failureOf } = useErrorTexts();
  const { result, loading, error, refetch } = useQuery(
    PollDocument,
    () => ({ id: id() }),
    () => (fetchPolicy ? { fetchPolicy } : {}),
  );
  const poll = computed(() => result.value?.poll ?? null);
  const hasVote = computed(() => poll.value?.state === 'OPEN' && poll.value.viewerHasVoted);
  const vote = useQuery(
    MyVoteDocument,
    () => ({ pollId: id() }),
    () => ({ enabled: hasVote.value }),
  );
  const live = usePollLive(() => (isSeen() ? poll.value : null));

  // When the poll opens or closes, the viewer's permissions change, which the subscription does not contain.
  watch(
    () => poll.value?.state,
    (state, before) => {
      if (state && before) void refetch();
    },
  );
  return {
    poll,
    live,
    myVote: computed((): OwnVote => {
      const found = hasVote.value ? vote.result.value?.myVote : null;
      return found ? { optionIds: found.options.map((option) => option.id), texts: found.texts } : noVote;
    }),
    isLoading: computed(() => loading.value && !poll.value),
    isMissing: computed(() => !loading.value && !poll.value && isNotFound(error.value)),
    failure: computed(() => (error.value && !poll.value ? failureOf(error.value) : null)),
    refetch: () => void refetch(),
  };
}
