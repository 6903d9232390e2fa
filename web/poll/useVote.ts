import type { ApolloCache } from '@apollo/client/core';
import { computed, ref, watch, type Ref } from 'vue';
import { useRoute, useRouter } from 'vue-router';
import { useErrorTexts } from '../shared/errors.ts';
import {
  CastVoteDocument,
  MyVoteDocument,
  PollDocument,
  type CastVoteInput,
  type CastVoteMutation,
  type PollPartsFragment,
} from '../gql/graphql.ts';
import { keepData } from '../offline/keptLink.ts';
import { useSend } from '../shared/useSend.ts';
import { asOwn, type Answers, type OwnVote } from './ownVote.ts';
import { anchorOf } from './useReturn.ts';
import { useChoice } from './useChoice.ts';
import { useEnding } from './useEnding.ts';
import { useProof } from './useProof.ts';

interface Voting {
  readonly myVote: () => OwnVote;
  /** Called when the vote was counted. */
  readonly onCounted: () => void;
  /** Reads the poll again. */
  readonly refetch: () => void;
}

/**
 * Casts and changes a vote. The page says "counted" at once (`pending`); after a refusal the ballot returns with the
 * choices. Without an account the choice is kept and the sign-in leads back to the poll.
 */
export function useVote(poll: () => PollPartsFragment | null, { myVote, onCounted, refetch }: Voting) {
  const { textOf } = useErrorTexts();
  const { send, busy, failure, userErrors } = useSend(CastVoteDocument, (data) => data.castVote);
  const { needsProof, prove } = useProof(poll);
  const signIn = useSignInFirst();
  const { choice, isRestored, personId, keep, drop } = useChoice(poll);
  const pending = ref<Answers | null>(null);
  const isChanging = ref(false);
  const hasVoted = computed(() => pending.value !== null || (poll()?.viewerHasVoted ?? false));
  const { ending, end, setShown } = useEnding(poll, { choice, drop, isChanging, pending, failure });

  const isRefusedFor = (code: string) => userErrors.value.some((error) => error.code === code);
  const cast = async (answers: Answers) => {
    const { id: pollId } = poll() ?? {};
    if (!pollId) return;
    keep(asOwn(answers));
    if (personId.value === null) return signIn(pollId);
    if (needsProof.value) return prove(pollId);
    const wasChange = poll()?.viewerHasVoted ?? false;
    pending.value = answers;
    isChanging.value = false;
    isRestored.value = false;
    const payload = await send({ input: inputOf(pollId, answers) }, { update: keepBallot(pollId) });
    if (payload) drop();
    else isChanging.value = true;
    pending.value = null;
    if (payload) onCounted();
    if (isRefusedFor('POLL_NOT_OPEN')) {
      end(wasChange);
      refetch();
    }
    if (isRefusedFor('ASSURANCE_REQUIRED')) await prove(pollId);
  };
  /** Ends a change of the vote without casting. */
  const cancel = () => {
    drop();
    isChanging.value = false;
  };
  useReopening(poll, { isRestored, hasVoted, isChanging, drop });

  const own = computed(() => (pending.value ? asOwn(pending.value) : myVote()));
  return {
    cast,
    fill: keep,
    cancel,
    busy,
    failure,
    isChanging,
    needsProof,
    setShown,
    choice,
    isRestored,
    ending,
    /** The viewer's vote on this screen. */
    own,
    ownOptions: computed(() => own.value.optionIds),
    hasVoted,
    refusal: computed(() => (userErrors.value[0] ? textOf(userErrors.value[0].code) : null)),
  };
}

/** Reopens the ballot for a restored choice if the vote can be changed. */
function useReopening(
  poll: () => PollPartsFragment | null,
  { isRestored, hasVoted, isChanging, drop }: Reopening,
): void {
  watch(
    () => isRestored.value && poll()?.state === 'OPEN' && hasVoted.value,
    (isChange) => {
      if (isChange && poll()?.changeAllowed) isChanging.value = true;
      else if (isChange) drop();
    },
    { immediate: true },
  );
}

interface Reopening {
  readonly isRestored: Readonly<Ref<boolean>>;
  readonly hasVoted: Readonly<Ref<boolean>>;
  readonly isChanging: Ref<boolean>;
  readonly drop: () => void;
}

function inputOf(pollId: string, { optionIds, ranked, texts }: Answers): CastVoteInput {
  return { pollId, optionIds: [...optionIds], ranked: [...ranked], texts: [...texts] };
}

/** Leads to the sign-in, and from there back to the card or the page of the poll. */
function useSignInFirst() {
  const route = useRoute();
  const router = useRouter();
  return async (pollId: string) => {
    const next = router.resolve({ path: route.path, query: route.query, hash: `#${anchorOf(pollId)}` }).fullPath;
    await router.push({ name: 'signIn', query: { next } });
  };
}

/** Stores the ballot of the answer in the cache, so that `myVote` need not be read again, and for offline reading. */
function keepBallot(pollId: string) {
  return (cache: ApolloCache<unknown>, { data }: { data?: CastVoteMutation | null }) => {
    const myVote = data?.castVote?.ballot;
    if (!myVote) return;
    cache.writeQuery({ query: MyVoteDocument, variables: { pollId }, data: { myVote } });
    const voted = cache.readQuery({ query: PollDocument, variables: { id: pollId } });
    void keepData('MyVote', { pollId }, { myVote });
    if (voted) void keepData('Poll', { id: pollId }, voted);
  };
}
