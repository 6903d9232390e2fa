import { computed, nextTick, ref, watch, type Ref } from 'vue';
import { useViewer } from '../identity/useViewer.ts';
import { useSeen } from '../ui/useSeen.ts';
import { isTally } from './tally.ts';
import { usePoll } from './usePoll.ts';
import { useReadablePoll } from './useReadablePoll.ts';
import { useReturn } from './useReturn.ts';
import { useVote } from './useVote.ts';

/** State of a poll's card: live results while it is visible, and a ballot that opens in place. */
export function usePollCard(id: () => string, box: Readonly<Ref<HTMLElement | null>>) {
  const { viewer } = useViewer();
  const isSeen = useSeen(box);
  const found = usePoll(id, {
    fetchPolicy: 'cache-first',
    isSeen: () => isSeen.value && poll.value?.state !== 'CLOSED',
  });
  const { poll } = found;
  const isVoting = ref(false);
  const vote = useVote(() => poll.value, {
    myVote: () => found.myVote.value,
    onCounted: () => {
      isVoting.value = false;
      void focusIn(box);
      if (poll.value?.resultsVisibility === 'AFTER_OWN_VOTE') found.refetch();
    },
    refetch: found.refetch,
  });
  const isOpen = computed(() => poll.value?.state === 'OPEN' && !vote.ending.value);
  const isSecret = computed(() => poll.value?.secrecy === 'SECRET');
  const mayVote = computed(
    () =>
      !isSecret.value &&
      (viewer.value === null || (poll.value?.viewerCanVote.allowed ?? false) || vote.needsProof.value),
  );
  const showsBallot = computed(
    () => isOpen.value && mayVote.value && (vote.isChanging.value || (isVoting.value && !vote.hasVoted.value)),
  );
  watch(vote.isRestored, (isRestored) => (isVoting.value ||= isRestored), { immediate: true });
  useReturn(() => poll.value?.id, box);

  return {
    ...found,
    ...useReadablePoll(() => poll.value),
    vote,
    isOpen,
    showsBallot,
    offersVote: computed(() => isOpen.value && mayVote.value && !vote.hasVoted.value && !isVoting.value),
    asksSignIn: computed(() => isOpen.value && viewer.value === null),
    tally: computed(() => (poll.value && isTally(poll.value.results) ? poll.value.results : null)),
    hidden: computed(() => (poll.value && !isTally(poll.value.results) ? poll.value.results : null)),
    begin: () => {
      isVoting.value = true;
      void focusIn(box, 'input, a, button');
    },
  };
}

/** Moves the focus into the card, because the pressed button is gone. */
async function focusIn(box: Readonly<Ref<HTMLElement | null>>, selector?: string): Promise<void> {
  await nextTick();
  const target = selector === undefined ? box.value : box.value?.querySelector<HTMLElement>(selector);
  target?.focus({ preventScroll: true });
}
