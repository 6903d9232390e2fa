import { ref, type Ref, shallowRef, watch } from 'vue';
import type { PollPartsFragment } from '../gql/graphql.ts';
import { noVote, type OwnVote } from './ownVote.ts';

/** Choice that was lost because a poll closed before the vote was counted. */
export interface Ending {
  /** The choice; without options and texts if nothing was chosen. */
  readonly choice: OwnVote;
  /** Whether an earlier vote of the viewer counts. */
  readonly isChange: boolean;
}

interface Voting {
  readonly choice: Readonly<Ref<OwnVote | null>>;
  readonly drop: () => void;
  readonly isChanging: Ref<boolean>;
  /** The vote that is being sent; null: none. Its answer says whether it was counted. */
  readonly pending: Readonly<Ref<unknown>>;
  /** The request that got no answer; null: none. Whether its vote was counted is not known before the next visit. */
  readonly failure: Readonly<Ref<unknown>>;
}

/** Notices that the poll closed while the viewer voted, or between the choice and the return from the sign-in. */
export function useEnding(
  poll: () => PollPartsFragment | null,
  { choice, drop, isChanging, pending, failure }: Voting,
) {
  const ending = shallowRef<Ending | null>(null);
  const isShown = ref(false);

  const end = (isChange: boolean) => {
    ending.value ??= { choice: choice.value ?? noVote, isChange };
    isChanging.value = false;
    drop();
  };
  watch(
    [() => poll()?.state, choice, pending],
    ([state]) => {
      if (state !== 'CLOSED' || pending.value !== null || failure.value !== null) return;
      const hasVoted = poll()?.viewerHasVoted ?? false;
      const isLost = hasVoted ? isChanging.value : isShown.value || choice.value !== null;
      if (isLost) end(hasVoted);
      else if (choice.value) drop();
      isChanging.value = false;
    },
    { immediate: true },
  );
  return {
    ending,
    end,
    /** Says whether the ballot is on the screen. */
    setShown: (isBallotShown: boolean) => {
      isShown.value = isBallotShown;
    },
  };
}
