import type { ApolloCache } from '@apollo/client/core';
import { computed, ref, watch } from 'vue';
import { useErrorTexts } from '../shared/errors.ts';
import { CastVoteDocument, MyVoteDocument, type CastVoteMutation, type PollPartsFragment } from '../gql/graphql.ts';
import { useSend } from '../shared/useSend.ts';
import { forgetChoice } from './keptChoice.ts';
import type { Answers, OwnVote } from './ownVote.ts';
import { useProof } from './useProof.ts';

/**
 * Casts and changes a vote. The page says "counted" at once (`pending`); after a refusal the ballot returns with the
 * choices.
 */
export function useVote(poll: () => PollPartsFragment | null, myVote: () => OwnVote, onCounted: () => void) {
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(CastVoteDocument, (data) => data.castVote);
  const { needsProof, prove } = useProof(poll);
  const pending = ref<Answers | null>(null);
  const isChanging = ref(false);

  const cast = async (answers: Answers) => {
    const { id: pollId } = poll() ?? {};
    if (!pollId) return;
    if (needsProof.value) return prove(pollId, answers);
    pending.value = answers;
    isChanging.value = false;
    const input = { pollId, optionIds: [...answers.optionIds], ranked: [...answers.ranked], texts: [...answers.texts] };
    const payload = await send({ input }, { update: keepBallot(pollId) });
    if (payload) {
      forgetChoice(pollId);
      onCounted();
    } else isChanging.value = true;
    pending.value = null;
    if (userErrors.value.some(({ code }) => code === 'ASSURANCE_REQUIRED')) await prove(pollId, answers);
  };
  watch(
    () => poll()?.state,
    (state) => {
      if (state !== 'OPEN') isChanging.value = false;
    },
  );

  const own = computed(() => (pending.value ? asOwn(pending.value) : myVote()));
  return {
    cast,
    busy,
    failure,
    isChanging,
    needsProof,
    /** The viewer's vote on this screen. */
    own,
    ownOptions: computed(() => own.value.optionIds),
    hasVoted: computed(() => pending.value !== null || (poll()?.viewerHasVoted ?? false)),
    refusal: computed(() => (userErrors.value[0] ? textOf(userErrors.value[0].code) : null)),
  };
}

function asOwn({ optionIds, ranked, texts }: Answers): OwnVote {
  return { optionIds: [...optionIds, ...ranked], texts };
}

/** Stores the ballot of the answer in the cache, so that `myVote` need not be read again. */
function keepBallot(pollId: string) {
  return (cache: ApolloCache<unknown>, { data }: { data?: CastVoteMutation | null }) => {
    const myVote = data?.castVote?.ballot;
    if (myVote) cache.writeQuery({ query: MyVoteDocument, variables: { pollId }, data: { myVote } });
  };
}
