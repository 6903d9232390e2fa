import { computed, ref, shallowRef, watch } from 'vue';
import { useViewer } from '../identity/useViewer.ts';
import type { PollPartsFragment } from '../gql/graphql.ts';
import { forgetChoice, keepChoice, keptChoice } from './keptChoice.ts';
import type { OwnVote } from './ownVote.ts';

/** The choice that is being made, kept on this device until it is counted; the choice in a secret poll is never kept. */
export function useChoice(poll: () => PollPartsFragment | null) {
  const { viewer, isSignedIn } = useViewer();
  const choice = shallowRef<OwnVote | null>(null);
  /** Whether the choice comes from an earlier visit of the page. */
  const isRestored = ref(false);
  const pollId = computed(() => {
    const found = poll();
    return found && found.secrecy !== 'SECRET' ? found.id : null;
  });
  /** Id of the person, null without an account, undefined until it is known. */
  const personId = computed(() => (viewer.value ? viewer.value.id : viewer.value));

  watch(
    [pollId, personId],
    ([id, person]) => {
      if (id === null || person === undefined) return;
      choice.value = keptChoice(id, person !== null);
      isRestored.value = choice.value !== null;
    },
    { immediate: true },
  );
  const keep = (vote: OwnVote) => {
    if (vote.optionIds.length === 0 && vote.texts.length === 0) return drop();
    if (pollId.value === null) return;
    choice.value = vote;
    keepChoice(pollId.value, vote, isSignedIn.value);
  };
  const drop = () => {
    choice.value = null;
    isRestored.value = false;
    if (pollId.value !== null) forgetChoice(pollId.value);
  };
  return { choice, isRestored, personId, keep, drop };
}
