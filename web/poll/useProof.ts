import { computed } from 'vue';
import { useRouter } from 'vue-router';
import type { PollPartsFragment } from '../gql/graphql.ts';
import { keepChoice } from './keptChoice.ts';
import type { Answers } from './ownVote.ts';

/** The way to prove who one is, where a poll asks for it; what was chosen waits on this device. */
export function useProof(poll: () => PollPartsFragment | null) {
  const router = useRouter();
  return {
    /** The viewer could vote, once it is known well enough who they are. */
    needsProof: computed(() => poll()?.viewerCanVote.code === 'ASSURANCE_REQUIRED'),
    prove: async (pollId: string, answers: Answers) => {
      keepChoice(pollId, answers);
      const next = router.resolve({ name: 'poll', params: { id: pollId } }).fullPath;
      await router.push({ name: 'proof', query: { next, level: poll()?.assurance } });
    },
  };
}
